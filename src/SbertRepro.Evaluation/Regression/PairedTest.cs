using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>How much a score changed on the same items, and how sure that is.</summary>
/// <param name="Interval">95 %, of candidate less baseline.</param>
/// <param name="PValue">One-sided, of the hypothesis that the score did not drop.</param>
public readonly record struct PairedTest(Interval Interval, double PValue)
{
    /// <returns>Null for a score that has no paired test, or an undefined one.</returns>
    public static PairedTest? Of(QualityCell cell, double[] gold, QualityRule rule) => cell.Metric switch
    {
        "spearman" => Of(PairedBootstrap.Spearman(gold, Predictions(cell.Candidate), Predictions(cell.Baseline), resamples: rule.Resamples), rule),
        "accuracy" => Of(PairedBootstrap.Accuracy(
            Array.ConvertAll(gold, label => (float)label), Predictions(cell.Candidate), Predictions(cell.Baseline), resamples: rule.Resamples), rule),
        _ => null,
    };

    // No p of 0 from finitely many draws.
    private static PairedTest? Of(PairedDifference? difference, QualityRule rule) =>
        difference is { } found ? new PairedTest(found.Interval, ((found.Probability * rule.Resamples) + 1) / (rule.Resamples + 1)) : null;

    private static float[][] Predictions(IReadOnlyList<CellRecord> seeds) => [.. seeds.Select(seed => seed.Predictions)];
}
