using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Tests.Results;

namespace SbertRepro.Tests.Regression;

/// <summary>Seeded cells whose score is known.</summary>
internal static class Synthetic
{
    public const int Items = 1500;

    public static double[] Gold { get; } = Draws(1, Items);

    /// <summary>A prediction that follows the gold values with so much noise.</summary>
    public static float[] Predictions(double noise, ulong seed) => [.. Gold.Zip(Draws(seed, Items), (gold, error) => (float)(gold + (noise * error)))];

    public static CellRecord Record(float[] predictions, string code)
    {
        var rho = Correlation.Spearman(Array.ConvertAll(predictions, value => (double)value), Gold);
        return SampleRecords.Cell("synthetic", predictions) with
        {
            Scores = [new Score("spearman", "all", rho, new Interval(rho - 0.02, rho + 0.02), Items)],
            Fingerprint = new(new(StringComparer.Ordinal) { ["code/encoders"] = code, ["seed"] = "1" }),
        };
    }

    public static QualityCell Cell(string name, CellRecord before, params CellRecord[] after) => new(name, "spearman", [before], after, () => Gold);

    public static double[] Draws(ulong seed, int count)
    {
        var random = new SplitMix64(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }
}
