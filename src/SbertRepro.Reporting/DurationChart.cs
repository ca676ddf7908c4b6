using static SbertRepro.Reporting.SvgShapes;

namespace SbertRepro.Reporting;

/// <summary>Durations as bars on a logarithmic axis from a millisecond to a thousand hours. A pure function of the list of bars.</summary>
internal static class DurationChart
{
    private const int Left = 8;
    private const int Right = 12;
    private const int RowHeight = 40;
    private const int BarHeight = 12;
    private const int Axis = 26; // pixels for the tick labels

    private static readonly double[] Ticks = [1e-2, 1, 60, 3600, 86400 * 10];

    /// <param name="bars">In the order shown; the paper's first.</param>
    /// <param name="width">Pixels; text keeps its size, so a narrow figure is drawn narrow instead of being scaled down.</param>
    /// <param name="anchor">Unique on the page.</param>
    /// <returns>Null when there is nothing to draw.</returns>
    public static string? Svg(IReadOnlyList<DurationBar> bars, int width, string anchor)
    {
        if (bars.Count == 0) return null;
        var (low, high) = (Math.Log10(Math.Min(Ticks[0], bars.Min(bar => bar.Seconds) / 2)), Math.Log10(Math.Max(Ticks[^1], bars.Max(bar => bar.Seconds) * 2)));
        var bottom = (bars.Count * RowHeight) + 6;
        var axis = string.Concat(Ticks.Select(tick => Line(X(tick), 4, X(tick), bottom, "grid") + Text(X(tick), bottom + 16, Said(tick), tick == Ticks[0] ? "start" : tick == Ticks[^1] ? "end" : "middle", "soft")));
        return Figure(width, bottom + Axis, Alternative(bars), anchor, axis + string.Concat(bars.Select(Bar)));

        float X(double seconds) => (float)(Left + ((width - Left - Right) * (Math.Log10(seconds) - low) / (high - low)));

        string Bar(DurationBar bar, int row)
        {
            var top = row * RowHeight;
            return Text(Left, top + 16, $"{DurationText.Of(bar.Seconds)}  {bar.Label}", "start", bar.Kind == DurationKind.Paper ? "soft" : "strong")
                + Rectangle(Left, top + 21, Math.Max(2, X(bar.Seconds) - Left), BarHeight, "bar " + bar.Word);
        }
    }

    /// <summary>The same as a file of its own.</summary>
    public static string? File(IReadOnlyList<DurationBar> bars, int width, string anchor) => Svg(bars, width, anchor) is { } svg ? Standalone(svg) : null;

    /// <summary>The picture in words.</summary>
    public static string Alternative(IReadOnlyList<DurationBar> bars) =>
        "Time to find the most similar pair among 10,000 sentences, logarithmic axis: " + string.Join("; ", bars.Select(bar => $"{bar.Label} {DurationText.Of(bar.Seconds)} ({bar.Word})")) + ".";

    private static string Said(double seconds) => seconds >= 86400 ? $"{seconds / 86400:0} days" : DurationText.Of(seconds);
}
