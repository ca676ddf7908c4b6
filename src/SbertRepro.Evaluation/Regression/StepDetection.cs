using Perfolizer.Mathematics.Cpd;
using Pragmastat;

namespace SbertRepro.Evaluation.Regression;

/// <summary>A stretch of a series without a step.</summary>
/// <param name="Start">Index of its first value.</param>
/// <param name="Count">Values.</param>
/// <param name="Centre">Hodges and Lehmann's centre of the values.</param>
/// <param name="Spread">Shamos' spread of the values, as a fraction of the centre.</param>
public sealed record Level(int Start, int Count, double Centre, double Spread);

/// <summary>Where a series of timings jumped and stayed: change points by ED-PELT (Perfolizer), kept only where the step exceeds the noise.</summary>
public static class StepDetection
{
    /// <summary>A level needs as many values; a single slow day is no step.</summary>
    public const int ShortestLevel = 5;

    /// <summary>Smaller steps are nobody's concern.</summary>
    public const double SmallestStep = 0.03;

    // The detector picks the stretches that differ most. Raised from 1 over 2 to 3 until the 50 series of pure noise in HistoryTests showed no step; not checked on others.
    private const double NoiseFactor = 3;

    /// <param name="series">Positive values, oldest first.</param>
    /// <returns>One level where nothing jumped; none for an empty series.</returns>
    public static IReadOnlyList<Level> Levels(IReadOnlyList<double> series)
    {
        if (series.Count == 0) return [];
        int[] candidates = series.Count < 2 * ShortestLevel ? []
            : EdPeltChangePointDetector.Instance.GetChangePointIndexes([.. series.Select(value => Math.Log(value))], ShortestLevel);
        List<Level> levels = [];
        var start = 0;
        foreach (var end in candidates.Select(last => last + 1).Append(series.Count)) // the detector names the last value before a step
        {
            if (end <= start) continue;
            var level = Of(series, start, end);
            if (levels.Count > 0 && !IsStep(levels[^1], level))
            {
                level = Of(series, levels[^1].Start, end);
                levels.RemoveAt(levels.Count - 1);
            }
            levels.Add(level);
            start = end;
        }
        return levels;
    }

    /// <summary>How much slower the last level is than the one before, as a fraction; null where nothing jumped upwards.</summary>
    public static double? LastSlowdown(IReadOnlyList<Level> levels) =>
        levels.Count > 1 && levels[^1].Centre > levels[^2].Centre ? (levels[^1].Centre / levels[^2].Centre) - 1 : null;

    /// <summary>What a next level must leave to be called a step from this one, were it as noisy.</summary>
    public static (double Low, double High) Band(Level level) => (level.Centre * Math.Exp(-Tolerance(level.Spread)), level.Centre * Math.Exp(Tolerance(level.Spread)));

    private static bool IsStep(Level before, Level after) => Math.Abs(Math.Log(after.Centre / before.Centre)) > Tolerance(Math.Max(before.Spread, after.Spread));

    private static double Tolerance(double spread) => Math.Max(SmallestStep, NoiseFactor * spread);

    private static Level Of(IReadOnlyList<double> series, int start, int end)
    {
        var values = new Sample([.. series.Skip(start).Take(end - start)]);
        var centre = values.Center().NominalValue;
        return new Level(start, end - start, centre, values.Size < 2 ? 0 : values.Spread().NominalValue / centre);
    }
}
