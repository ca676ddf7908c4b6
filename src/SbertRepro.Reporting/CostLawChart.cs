using System.Globalization;
using ScottPlot;

namespace SbertRepro.Reporting;

/// <summary>
/// Seconds against number of sentences, both logarithmic: points measured, lines fitted (dashed beyond what was measured), open circles extrapolated from a sample, diamonds
/// the paper's.
/// </summary>
public static class CostLawChart
{
    private const int PlotHeight = 420;
    private const int Below = 46;
    private const int LeftOfAxis = 70;

    private static readonly (double Seconds, string Name)[] Times =
        [(1e-4, "0.1 ms"), (1e-3, "1 ms"), (1e-2, "10 ms"), (0.1, "100 ms"), (1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3600, "1 h"), (36_000, "10 h"),
        (360_000, "100 h"), (3_600_000, "1,000 h"), (3.6e7, "10,000 h")];

    /// <param name="series">One per system.</param>
    /// <param name="paper">The paper's points: a name, sentences and seconds.</param>
    /// <param name="title">The picture in words.</param>
    /// <param name="anchor">Unique in the report.</param>
    /// <returns>Null when there is nothing to draw.</returns>
    public static string? Svg(IReadOnlyList<CostSeries> series, IReadOnlyList<(string Name, double Size, double Seconds)> paper, string title, string anchor)
    {
        if (series.All(each => each.Measured.Count == 0)) return null;
        using var plot = SvgFigure.NewPlot(Below, LeftOfAxis);
        foreach (var (index, each) in series.Index()) Add(plot, each, index);
        foreach (var (_, size, seconds) in paper) plot.Add.Marker(Math.Log10(size), Math.Log10(seconds), MarkerShape.OpenDiamond, 11, SvgFigure.Grey).MarkerStyle.LineWidth = 2;
        plot.Axes.AutoScale();
        var limits = plot.Axes.GetLimits();
        var sizes = Enumerable.Range(0, 10).Select(power => (double)power).Where(power => power >= limits.Left && power <= limits.Right).ToArray();
        var times = Times.Where(time => Math.Log10(time.Seconds) >= limits.Bottom && Math.Log10(time.Seconds) <= limits.Top).ToArray();
        plot.Axes.Bottom.SetTicks(sizes, [.. sizes.Select(_ => "")]);
        plot.Axes.Left.SetTicks([.. times.Select(time => Math.Log10(time.Seconds))], [.. times.Select(_ => "")]);
        var (legend, lines) = SvgFigure.Legend([.. series.Select((each, index) => (SvgFigure.GlyphOf(index), SvgFigure.ColourOf(index), each.System)),
            ("◇", "#808080", $"the paper: {string.Join(", ", paper.Select(point => point.Name))}")], PlotHeight, columns: 1);
        return SvgFigure.Render(plot, PlotHeight, title, anchor, () => Labels(plot, sizes, times) + legend, lines, SvgFigure.Wide);
    }

    private static void Add(Plot plot, CostSeries series, int index)
    {
        var colour = Color.FromHex(SvgFigure.ColourOf(index));
        foreach (var point in series.Measured) plot.Add.Marker(Math.Log10(point.Size!.Value), Math.Log10(point.Value), SvgFigure.ShapeOf(index), 8, colour);
        if (series.Fit is { } fit)
        {
            var (first, last) = (Math.Log10(series.Measured[0].Size!.Value), Math.Log10(series.Measured[^1].Size!.Value));
            Line(plot, fit.Law.At, first, last, colour, dashed: false);
            if (series.Extrapolated?.Size is { } size) Line(plot, fit.Law.At, last, Math.Log10(size), colour, dashed: true);
        }

        if (series.Extrapolated is not { } whole) return;
        plot.Add.Marker(Math.Log10(whole.Size!.Value), Math.Log10(whole.Value), MarkerShape.OpenCircle, 11, colour).MarkerStyle.LineWidth = 2;
        var at = Math.Log10(whole.Size.Value);
        if (whole.Interval is { } interval) plot.Add.Line(at, Math.Log10(interval.Low), at, Math.Log10(interval.High)).Color = colour;
    }

    private static void Line(Plot plot, Func<double, double> law, double from, double to, Color colour, bool dashed)
    {
        const int Points = 40;
        double[] x = [.. Enumerable.Range(0, Points + 1).Select(i => from + ((to - from) * i / Points))];
        var line = plot.Add.ScatterLine(x, [.. x.Select(size => Math.Log10(law(Math.Pow(10, size))))]);
        SvgFigure.Style(line, colour, dashed);
    }

    private static string Labels(Plot plot, double[] sizes, (double Seconds, string Name)[] times) =>
        string.Concat(sizes.Select(power => SvgFigure.Text(plot.GetPixel(new Coordinates(power, 0)).X, PlotHeight - Below + 18,
            Math.Pow(10, power).ToString("#,0", CultureInfo.InvariantCulture), "middle")))
        + SvgFigure.Text((SvgFigure.Wide + LeftOfAxis) / 2, PlotHeight - 8, "sentences", "middle")
        + string.Concat(times.Select(time => SvgFigure.Text(LeftOfAxis - 8, plot.GetPixel(new Coordinates(0, Math.Log10(time.Seconds))).Y + 4, time.Name, "end")));
}
