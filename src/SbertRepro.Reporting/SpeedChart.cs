using System.Globalization;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;
using ScottPlot;

namespace SbertRepro.Reporting;

/// <summary>Sentences per second of every configuration of Table 7 on a logarithmic axis, as SVG; the paper's number of the same kind of device as a mark of its own.</summary>
public static class SpeedChart
{
    private const int Width = 600; // the longest row: system, backend, precision, batching, two numbers
    private const int RowHeight = 34;
    private const int Below = 30;
    private const int Top = 12; // SvgFigure's margin
    private const string Cpu = "CPU";

    /// <param name="records">Steps of the study, of one scale and machine.</param>
    /// <param name="anchor">Unique on the page.</param>
    /// <returns>Null when no speed was measured.</returns>
    public static string? Svg(IReadOnlyList<StudyRecord> records, string anchor)
    {
        Bar[] bars = [.. records.SelectMany(BarsOf)];
        if (bars.Length == 0) return null;
        var height = (RowHeight * bars.Length) + Top + Below;
        using var plot = Draw(bars);
        string[] backends = [.. bars.Select(bar => bar.Backend).Distinct()];
        var paper = bars.Any(bar => bar.Paper is not null);
        var (legend, lines) = SvgFigure.Legend(
            [.. backends.Select((backend, index) => ("■", SvgFigure.ColourOf(index), backend)),
                .. paper ? [("◇", "#808080", $"the paper's number ({DeviceOfPaper(bars)})")] : Array.Empty<(string, string, string)>()], height);
        return SvgFigure.Render(plot, height, Alternative(bars, records[0]), anchor, () => Labels(plot, bars) + Decades(plot, height) + legend, lines, Width);
    }

    private static IEnumerable<Bar> BarsOf(StudyRecord record) => record.Quantities
        .Where(quantity => quantity.What == SpeedWords.Sentences && quantity.Value > 0 && double.IsFinite(quantity.Value))
        .Select(quantity => new Bar(quantity, PaperNumber(quantity.System, record.Provenance.Device == "cpu" ? Cpu : "GPU")));

    /// <summary>The paper's row that a configuration repeats: its machines, its weights and its software of 2019 are others.</summary>
    private static PaperCell? PaperNumber(string row, string column)
    {
        var name = row switch
        {
            _ when row.StartsWith("Avg. GloVe", StringComparison.Ordinal) => "Avg. GloVe embeddings",
            _ when !row.StartsWith("BERT-base", StringComparison.Ordinal) => null,
            _ when row.EndsWith(SpeedWords.Configuration("torch", "fp32", "none"), StringComparison.Ordinal) => "SBERT-base",
            _ when row.EndsWith(SpeedWords.Configuration("torch", "fp32", "length"), StringComparison.Ordinal) => "SBERT-base - smart batching",
            _ => null,
        };
        return name is null ? null : PaperData.Table("table7").Find(name, column);
    }

    private static Plot Draw(Bar[] bars)
    {
        var plot = SvgFigure.NewPlot(Below);
        string[] backends = [.. bars.Select(bar => bar.Backend).Distinct()];
        double[] values = [.. bars.SelectMany(bar => new[] { bar.Measured.Value, bar.Measured.Interval?.Low, bar.Measured.Interval?.High, bar.Paper?.Value }).OfType<double>()
            .Where(value => value > 0)];
        var (least, most) = (Math.Floor(Math.Log10(values.Min())), Math.Ceiling(Math.Log10(values.Max())));
        if (least == most) least--;
        foreach (var (index, bar) in bars.Index())
            Add(plot, bar, RowOf(bars, index), least, Color.FromHex(SvgFigure.ColourOf(Array.IndexOf(backends, bar.Backend))));
        plot.Axes.SetLimits(least, most, 0, bars.Length);
        double[] decades = [.. Enumerable.Range((int)least, (int)(most - least) + 1)];
        plot.Axes.Bottom.SetTicks(decades, [.. decades.Select(_ => "")]);
        plot.Axes.Left.SetTicks([], []);
        return plot;
    }

    /// <summary>A bar in the lower half of its row; its words are in the upper half. What is void is a pale bar.</summary>
    private static void Add(Plot plot, Bar bar, double row, double least, Color colour)
    {
        var (bottom, top, middle) = (row + 0.08, row + 0.5, row + 0.29);
        var rectangle = plot.Add.Rectangle(least, Math.Log10(bar.Measured.Value), bottom, top);
        rectangle.FillColor = bar.Measured.Valid == false ? colour.WithAlpha(0.25) : colour;
        rectangle.LineWidth = 0;
        if (bar.Measured.Interval is { Low: > 0 } interval)
        {
            var whisker = plot.Add.Line(Math.Log10(interval.Low), middle, Math.Log10(interval.High), middle);
            (whisker.Color, whisker.LineWidth) = (SvgFigure.Grey, 2);
        }

        if (bar.Paper is { Value: > 0 } paper) plot.Add.Marker(Math.Log10(paper.Value), middle, MarkerShape.OpenDiamond, 11, SvgFigure.Grey).MarkerStyle.LineWidth = 2;
    }

    private static string Labels(Plot plot, Bar[] bars) => string.Concat(bars.Select((bar, index) =>
        SvgFigure.Text(SvgFigure.Left + 6, plot.GetPixel(new Coordinates(0, RowOf(bars, index) + 0.58)).Y, bar.Words, "start")));

    private static string Decades(Plot plot, int height) => string.Concat(plot.Axes.Bottom.TickGenerator.Ticks.Where(tick => tick.IsMajor)
        .Select(tick => SvgFigure.Text(plot.GetPixel(new Coordinates(tick.Position, 0)).X, height - Below + 18,
            Math.Pow(10, tick.Position).ToString("#,0.###", CultureInfo.InvariantCulture), "middle")));

    private static string Alternative(Bar[] bars, StudyRecord record) =>
        $"Sentences encoded per second, {record.Scale} scale, {record.Machine}: {string.Join("; ", bars.Select(bar => bar.Words))}";

    private static string DeviceOfPaper(Bar[] bars) => bars.Any(bar => bar.Paper?.Column == Cpu) ? "CPU: Intel i7-5820K" : "GPU: NVIDIA V100";

    // The first at the top.
    private static double RowOf(Bar[] bars, int index) => bars.Length - 1 - index;

    private sealed record Bar(Quantity Measured, PaperCell? Paper)
    {
        /// <summary>"torch fp32" of "BERT-base: torch fp32, length batches".</summary>
        public string Backend { get; } = Measured.System[(Measured.System.LastIndexOf(": ", StringComparison.Ordinal) + 2)..].Split(',')[0];

        public string Words { get; } = string.Create(CultureInfo.InvariantCulture,
            $"{Measured.System}: {QuantityText.Digits(Measured.Value)}{(Paper is null ? "" : $" (the paper: {QuantityText.Digits(Paper.Value)})")}"
                + $"{(Measured.Valid == false ? ", void: accuracy did not hold" : "")}");
    }
}
