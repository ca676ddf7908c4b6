using System.Globalization;
using ScottPlot;

namespace SbertRepro.Reporting;

/// <summary>Quality of a search against what one query costs, on a logarithmic axis of milliseconds: a line per system, a point per setting.</summary>
internal static class SearchFigure
{
    private const int Width = 640;
    private const int NameLetters = 90; // what a line of the legend holds
    private const int PlotHeight = 380;
    private const int Below = 46; // numbers and their unit

    private static readonly int[] Digits = [1, 2, 5];

    /// <param name="curves">One per system.</param>
    /// <param name="frontier">Points to join by a grey line; empty for none.</param>
    /// <param name="quality">At the upright axis, with its unit.</param>
    /// <param name="title">The picture in words; the numbers are added.</param>
    /// <param name="anchor">Unique on the page.</param>
    public static string? Svg(IReadOnlyList<SearchCurve> curves, IReadOnlyList<SearchPoint> frontier, string quality, string title, string anchor)
    {
        if (curves.Count == 0) return null;
        using var plot = SvgFigure.NewPlot(Below);
        if (frontier.Count > 1) Join(plot, frontier, SvgFigure.Grey, dashed: true);
        foreach (var (index, curve) in curves.Index()) Add(plot, curve, index);
        plot.Axes.AutoScale();
        var ticks = Ticks(plot.Axes.GetLimits());
        plot.Axes.Bottom.SetTicks([.. ticks.Select(Math.Log10)], [.. ticks.Select(_ => "")]);
        var names = curves.Select((curve, index) => (SvgFigure.GlyphOf(index), SvgFigure.ColourOf(index), SvgFigure.Shortened(curve.System, NameLetters))).ToList();
        if (frontier.Count > 1) names.Add(("┄", "#808080", "nothing measured is both faster and better"));
        var (legend, lines) = SvgFigure.Legend(names, PlotHeight, columns: 1);
        return SvgFigure.Render(plot, PlotHeight, $"{title}. {string.Join("; ", curves)}", anchor, () => Words(plot, ticks, quality) + legend, lines, Width);
    }

    private static void Add(Plot plot, SearchCurve curve, int index)
    {
        var colour = Color.FromHex(SvgFigure.ColourOf(index));
        if (curve.Points.Count > 1) Join(plot, curve.Points, colour, dashed: false);
        foreach (var point in curve.Points)
        {
            var x = Math.Log10(point.Milliseconds);
            plot.Add.Marker(x, point.Quality, SvgFigure.ShapeOf(index), 8, colour);
            if (point.Interval is { } interval) plot.Add.Line(x, interval.Low, x, interval.High).Color = colour;
        }
    }

    private static void Join(Plot plot, IReadOnlyList<SearchPoint> points, Color colour, bool dashed)
    {
        var line = plot.Add.ScatterLine(points.Select(point => Math.Log10(point.Milliseconds)).ToArray(), points.Select(point => point.Quality).ToArray());
        SvgFigure.Style(line, colour, dashed);
    }

    /// <summary>Milliseconds within the limits: ones, twos and fives of every power of ten.</summary>
    private static double[] Ticks(AxisLimits limits) =>
    [
        .. from power in Enumerable.Range(-4, 12)
           from digit in Digits
           let tick = digit * Math.Pow(10, power)
           where Math.Log10(tick) >= limits.Left && Math.Log10(tick) <= limits.Right
           select tick,
    ];

    private static string Words(Plot plot, double[] ticks, string quality) =>
        SvgFigure.LeftLabels(plot, "0.##")
        + string.Concat(ticks.Select(tick => Label(plot.GetPixel(new Coordinates(Math.Log10(tick), 0)).X, tick)))
        + SvgFigure.Text((Width + SvgFigure.Left) / 2, PlotHeight - 8, "milliseconds per query (median)", "middle")
        + SvgFigure.Text(SvgFigure.Left, 16, quality, "start");

    private static string Label(float x, double tick) => SvgFigure.Text(x, PlotHeight - Below + 18, tick.ToString("#,0.####", CultureInfo.InvariantCulture), "middle");
}
