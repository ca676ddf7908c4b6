using ScottPlot;
using static SbertRepro.Reporting.SvgFigure;

namespace SbertRepro.Reporting;

/// <summary>Durations as bars on a logarithmic axis from a hundredth of a second to days. A pure function of the list of bars.</summary>
internal static class DurationChart
{
    private const int Side = 10;
    private const int Head = 4;
    private const int RowHeight = 40;
    private const int NameLine = 12; // below a row's top
    private const int BarTop = 17; // below a row's top
    private const int BarHeight = 12;
    private const int Foot = 26; // pixels for the tick labels
    private const int LeastBar = 2; // pixels
    private const int LetterWidth = 7; // pixels, of the bold type on average

    private static readonly double[] Ticks = [1e-2, 1, 60, 3600, 86400 * 10];

    /// <param name="bars">In the order shown; the paper's first.</param>
    /// <param name="width">Pixels; text keeps its size, so a narrow figure is drawn narrow instead of being scaled down.</param>
    /// <param name="anchor">Unique on the page.</param>
    /// <returns>Null when there is nothing to draw.</returns>
    public static string? Svg(IReadOnlyList<DurationBar> bars, int width, string anchor)
    {
        if (bars.Count == 0) return null;
        var axis = (Low: Math.Log10(Math.Min(Ticks[0], bars.Min(bar => bar.Seconds) / 2)), High: Math.Log10(Math.Max(Ticks[^1], bars.Max(bar => bar.Seconds) * 2)));
        var rows = bars.Count * RowHeight;
        using var plot = NewRows(width, rows, Head, Foot, Side, axis, [.. Ticks.Select(Math.Log10)]);
        var least = LeastBar * (axis.High - axis.Low) / (width - (2 * Side));
        foreach (var (index, bar) in bars.Index())
            Add(plot, bar.Kind, axis.Low, Math.Max(axis.Low + least, Math.Log10(bar.Seconds)), rows - (index * RowHeight) - BarTop);
        return Render(plot, Head + rows + Foot, Alternative(bars), anchor, () => Words(plot, bars, rows + Head, (width - Side) / LetterWidth), width: width);
    }

    /// <summary>The same as a file of its own.</summary>
    public static string? File(IReadOnlyList<DurationBar> bars, int width, string anchor) => Svg(bars, width, anchor) is { } svg ? Standalone(svg) : null;

    /// <summary>The picture in words.</summary>
    public static string Alternative(IReadOnlyList<DurationBar> bars) =>
        "Time to find the most similar pair among 10,000 sentences, logarithmic axis: "
            + string.Join("; ", bars.Select(bar => $"{bar.Label} {DurationText.Of(bar.Seconds)} ({bar.Word})")) + ".";

    // The paper's is an outline, ours is full, what was extrapolated is pale.
    private static void Add(Plot plot, DurationKind kind, double left, double right, double top)
    {
        var bar = plot.Add.Rectangle(left, right, top - BarHeight, top);
        bar.FillColor = kind switch
        {
            DurationKind.Paper => Colors.Transparent,
            DurationKind.Measured => PageColour.Here,
            _ => PageColour.Here.WithAlpha(0.35),
        };
        (bar.LineColor, bar.LineWidth) = (kind == DurationKind.Paper ? PageColour.Paper : PageColour.Here, kind == DurationKind.Measured ? 0 : 1.5f);
    }

    private static string Words(Plot plot, IReadOnlyList<DurationBar> bars, int bottom, int letters) =>
        string.Concat(Ticks.Select(tick => Text(
            plot.GetPixel(new Coordinates(Math.Log10(tick), 0)).X, bottom + 16, Said(tick), tick == Ticks[0] ? "start" : tick == Ticks[^1] ? "end" : "middle", "soft")))
        + string.Concat(bars.Select((bar, index) => Text(
            Side, Head + (index * RowHeight) + NameLine, Shortened($"{DurationText.Of(bar.Seconds)}  {bar.Label}", letters), "start",
            bar.Kind == DurationKind.Paper ? "soft" : "strong")));

    private static string Said(double seconds) => seconds >= 86400 ? $"{seconds / 86400:0} days" : DurationText.Of(seconds);
}
