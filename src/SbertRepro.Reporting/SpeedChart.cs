using System.Globalization;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;
using ScottPlot;

namespace SbertRepro.Reporting;

/// <summary>
/// Sentences per second of every configuration of Table 7 on a logarithmic axis, as SVG: the configurations of a system below its name, the paper's number of the same kind of
/// device as a mark of its own.
/// </summary>
public static class SpeedChart
{
    private const int Side = 34; // half of "1,000,000"
    private const int NameHeight = 26;
    private const int NameLine = 18; // below the name's top
    private const int RowHeight = 34;
    private const int WordLine = 14; // below the row's top
    private const int BarTop = 18; // below the row's top
    private const int BarHeight = 14;
    private const int Indent = 6;
    private const int Below = 30;

    /// <param name="records">Steps of the study, of one scale and machine.</param>
    /// <param name="anchor">Unique on the page.</param>
    /// <returns>Null when no speed was measured.</returns>
    public static string? Svg(IReadOnlyList<StudyRecord> records, string anchor)
    {
        Bar[] bars = [.. Placed(records.SelectMany(BarsOf))];
        if (bars.Length == 0) return null;
        var height = SvgFigure.Margin + RowsHeight(bars) + Below;
        using var plot = Draw(bars);
        string[] backends = [.. bars.Select(bar => bar.Backend).Distinct()];
        var paper = bars.Any(bar => bar.Paper is not null);
        var (legend, lines) = SvgFigure.Legend(
            [.. backends.Select((backend, index) => ("■", SvgFigure.ColourOf(index), backend)),
                .. paper ? [("◇", "#808080", $"the paper's, on {DeviceOfPaper(bars)}")] : Array.Empty<(string, string, string)>()], height);
        return SvgFigure.Render(plot, height, Alternative(bars, records[0]), anchor, () => Labels(bars) + Decades(plot, height) + legend, lines, SvgFigure.Wide);
    }

    // From the top down; a system's name stands above its first bar.
    private static IEnumerable<Bar> Placed(IEnumerable<Bar> bars)
    {
        var (top, system) = (0, "");
        foreach (var bar in bars)
        {
            var first = bar.System != system;
            (top, system) = (top + (first ? NameHeight : 0), bar.System);
            yield return bar with { Top = top, IsFirst = first };
            top += RowHeight;
        }
    }

    private static int RowsHeight(Bar[] bars) => bars[^1].Top + RowHeight;

    private static IEnumerable<Bar> BarsOf(StudyRecord record) => record.Quantities
        .Where(quantity => quantity.What == SpeedWords.Sentences && quantity.Value > 0 && double.IsFinite(quantity.Value))
        .Select(quantity => new Bar(quantity, PaperSpeed.Of(quantity.System, record.Provenance.Device == "cpu" ? PaperSpeed.Cpu : PaperSpeed.Gpu)));

    private static Plot Draw(Bar[] bars)
    {
        var (plot, rows) = (SvgFigure.NewPlot(Below, Side, Side), RowsHeight(bars));
        string[] backends = [.. bars.Select(bar => bar.Backend).Distinct()];
        double[] values = [.. bars.SelectMany(bar => new[] { bar.Measured.Value, bar.Measured.Interval?.Low, bar.Measured.Interval?.High, bar.Paper?.Value }).OfType<double>()
            .Where(value => value > 0)];
        var (least, most) = (Math.Floor(Math.Log10(values.Min())), Math.Ceiling(Math.Log10(values.Max())));
        if (least == most) least--;
        foreach (var bar in bars) Add(plot, bar, rows - bar.Top - BarTop, least, Color.FromHex(SvgFigure.ColourOf(Array.IndexOf(backends, bar.Backend))));
        plot.Axes.SetLimits(least, most, 0, rows);
        double[] decades = [.. Enumerable.Range((int)least, (int)(most - least) + 1)];
        plot.Axes.Bottom.SetTicks(decades, [.. decades.Select(_ => "")]);
        plot.Axes.Left.SetTicks([], []);
        return plot;
    }

    /// <summary>A bar below its words; one unit up is a pixel. What is void is a pale bar.</summary>
    private static void Add(Plot plot, Bar bar, double top, double least, Color colour)
    {
        var middle = top - (BarHeight / 2.0);
        var rectangle = plot.Add.Rectangle(least, Math.Log10(bar.Measured.Value), top - BarHeight, top);
        rectangle.FillColor = bar.Measured.Valid == false ? colour.WithAlpha(0.25) : colour;
        rectangle.LineWidth = 0;
        if (bar.Measured.Interval is { Low: > 0 } interval)
        {
            var whisker = plot.Add.Line(Math.Log10(interval.Low), middle, Math.Log10(interval.High), middle);
            (whisker.Color, whisker.LineWidth) = (SvgFigure.Grey, 2);
        }

        if (bar.Paper is { Value: > 0 } paper) plot.Add.Marker(Math.Log10(paper.Value), middle, MarkerShape.OpenDiamond, 11, SvgFigure.Grey).MarkerStyle.LineWidth = 2;
    }

    private static string Labels(Bar[] bars) => string.Concat(bars.Select(bar =>
        (bar.IsFirst ? SvgFigure.Text(Side + Indent, SvgFigure.Margin + bar.Top - NameHeight + NameLine, bar.System, "start", "strong") : "")
            + SvgFigure.Text(Side + Indent, SvgFigure.Margin + bar.Top + WordLine, bar.Configuration + bar.Numbers, "start")));

    private static string Decades(Plot plot, int height) => string.Concat(plot.Axes.Bottom.TickGenerator.Ticks.Where(tick => tick.IsMajor)
        .Select(tick => SvgFigure.Text(plot.GetPixel(new Coordinates(tick.Position, 0)).X, height - Below + 18,
            Math.Pow(10, tick.Position).ToString("#,0.###", CultureInfo.InvariantCulture), "middle")));

    private static string Alternative(Bar[] bars, StudyRecord record) =>
        $"Sentences encoded per second, {record.Scale} scale, {record.Machine}: {string.Join("; ", bars.Select(bar => bar.Measured.System + bar.Numbers))}";

    private static string DeviceOfPaper(Bar[] bars) => bars.Any(bar => bar.Paper?.Column == PaperSpeed.Cpu) ? "an Intel i7-5820K" : "an NVIDIA V100";

    private sealed record Bar(Quantity Measured, PaperCell? Paper)
    {
        /// <summary>Pixels above the row.</summary>
        public int Top { get; init; }

        /// <summary>Of its system.</summary>
        public bool IsFirst { get; init; }

        /// <summary>"BERT-base" of "BERT-base: torch fp32, length batches"; empty where no name stands before the configuration.</summary>
        public string System => Colon < 0 ? "" : Measured.System[..Colon];

        public string Configuration => Colon < 0 ? Measured.System : Measured.System[(Colon + 2)..];

        /// <summary>"torch fp32".</summary>
        public string Backend => Configuration.Split(',')[0];

        /// <summary>What follows the configuration.</summary>
        public string Numbers => $": {QuantityText.Digits(Measured.Value)}{(Paper is null ? "" : $" (the paper: {QuantityText.Digits(Paper.Value)})")}"
            + $"{(Measured.Valid == false ? ", void: accuracy did not hold" : "")}";

        private int Colon => Measured.System.LastIndexOf(": ", StringComparison.Ordinal);
    }
}
