using System.Globalization;
using SbertRepro.Evaluation.Results;
using ScottPlot;

namespace SbertRepro.Reporting;

/// <summary>Loss against step of one system's training runs, one line per seed.</summary>
internal static class TrainingChart
{
    private const int PlotHeight = 220;
    private const int Below = 30;

    // A point, the mean of its stretch, for every sixth pixel of the drawing: losses of single steps are noise. The record has more.
    private const int Points = 50;

    /// <param name="runs">Of one system, scale and machine.</param>
    /// <returns>Null when no loss was recorded.</returns>
    public static string? Svg(TrainingSection runs)
    {
        var curves = runs.Runs.Where(run => run.Losses.Count > 1).ToList();
        if (curves.Count == 0) return null;
        using var plot = SvgFigure.NewPlot(Below);
        for (var index = 0; index < curves.Count; index++) AddCurve(plot, curves[index], index);
        plot.Axes.AutoScale();
        // A report has dozens of these: what the numbered ticks do not say is not worth its bytes.
        plot.Axes.Bottom.MinorTickStyle.Length = plot.Axes.Left.MinorTickStyle.Length = 0;
        var (legend, lines) = SvgFigure.Legend([.. curves.Select((run, index) => (SvgFigure.GlyphOf(index), SvgFigure.ColourOf(index), Name(run)))], PlotHeight);
        var title = $"Training loss of {runs.System} by step, {curves.Count.ToString(CultureInfo.InvariantCulture)} seeds, {runs.Scale} scale, {runs.Machine}";
        return SvgFigure.Render(plot, PlotHeight, title, runs.Anchor, () => SvgFigure.BottomLabels(plot, PlotHeight, Below) + SvgFigure.LeftLabels(plot, "0.###") + legend, lines);
    }

    /// <summary>The same as a file of its own.</summary>
    public static string? File(TrainingSection runs) => Svg(runs) is { } svg ? SvgFigure.Standalone(svg) : null;

    private static void AddCurve(Plot plot, TrainingRecord run, int index)
    {
        var (losses, points) = (run.Losses.ToArray(), Math.Min(Points, run.Losses.Count));
        // Of equal length as nearly as can be: a short one at the end would be noise where readers look.
        var stretches = Enumerable.Range(0, points).Select(index => losses[(index * losses.Length / points)..((index + 1) * losses.Length / points)]).ToList();
        double[] steps = [.. stretches.Select(stretch => (double)stretch[^1].Step)], means = [.. stretches.Select(stretch => stretch.Average(point => point.Value))];
        var line = plot.Add.ScatterLine(steps, means);
        line.Color = Color.FromHex(SvgFigure.ColourOf(index));
        line.LineWidth = 1.5f;
    }

    private static string Name(TrainingRecord run) => string.Create(CultureInfo.InvariantCulture, $"seed {run.Seed}");
}
