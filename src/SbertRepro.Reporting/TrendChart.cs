using SbertRepro.Evaluation.Regression;
using ScottPlot;

namespace SbertRepro.Reporting;

/// <summary>A cell's timings in their order, with the noise band of every level and a mark at every step.</summary>
internal static class TrendChart
{
    private const int PlotHeight = 240;
    private const int Below = 30;

    public static string Svg(Trend trend)
    {
        using var plot = SvgFigure.NewPlot(Below);
        for (var level = 0; level < trend.Levels.Count; level++) AddLevel(plot, trend.Levels[level], level);
        foreach (var (index, point) in trend.Points.Index())
            plot.Add.Marker(index, point.Value, ShapeOf(point), 7, Color.FromHex(SvgFigure.ColourOf(0)));
        plot.Axes.SetLimitsX(-0.5, trend.Points.Count - 0.5);
        plot.Axes.AutoScaleY();
        plot.Axes.Bottom.SetTicks([], []);
        var (legend, lines) = SvgFigure.Legend(
            [
                ("●", SvgFigure.ColourOf(0), "a run of the gate"), ("◆", SvgFigure.ColourOf(0), "a new baseline"),
                ("▬", "#808080", "noise band of a level"), ("│", SvgFigure.ColourOf(4), "a step"),
            ],
            PlotHeight);
        return SvgFigure.Render(plot, PlotHeight, $"{trend.Title}: {trend.Sentence}", trend.Anchor, () => Words(plot, trend) + legend, lines);
    }

    private static void AddLevel(Plot plot, Level level, int index)
    {
        var (left, right) = (level.Start - 0.5, level.Start + level.Count - 0.5);
        var (low, high) = StepDetection.Band(level);
        var band = plot.Add.Rectangle(left, right, low, high);
        band.FillStyle.Color = SvgFigure.Grey.WithAlpha(0.2);
        band.LineStyle.Width = 0;
        plot.Add.Line(left, level.Centre, right, level.Centre).Color = SvgFigure.Grey;
        if (index > 0) plot.Add.VerticalLine(left, 1.5f, Color.FromHex(SvgFigure.ColourOf(4)));
    }

    private static MarkerShape ShapeOf(TrendPoint point) => point.Event == HistoryEntry.Accept ? MarkerShape.FilledDiamond : MarkerShape.FilledCircle;

    private static string Words(Plot plot, Trend trend)
    {
        var marks = Enumerable.Range(1, trend.Levels.Count - 1).Select(level => SvgFigure.Text(X(trend.Levels[level].Start - 0.5) + 6, 24, trend.Step(level), "start"));
        return SvgFigure.LeftLabels(plot, "#,0.###") + Date(trend.Points[0], 0, "start") + Date(trend.Points[^1], trend.Points.Count - 1, "end") + string.Concat(marks);

        float X(double index) => plot.GetPixel(new Coordinates(index, 0)).X;
        string Date(TrendPoint point, int index, string anchor) => SvgFigure.Text(X(index), PlotHeight - Below + 18, point.Date, anchor);
    }
}
