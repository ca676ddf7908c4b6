using MathNet.Numerics.Distributions;
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
        "spearman" => Spearman(cell, gold, rule),
        "accuracy" => Accuracy(cell, gold),
        _ => null,
    };

    private static PairedTest? Spearman(QualityCell cell, double[] gold, QualityRule rule)
    {
        var difference = PairedBootstrap.Spearman(
            gold, [.. cell.Candidate.Select(record => record.Predictions)], [.. cell.Baseline.Select(record => record.Predictions)], resamples: rule.Resamples);
        // No p of 0 from finitely many draws.
        return difference is { } found ? new PairedTest(found.Interval, ((found.Probability * rule.Resamples) + 1) / (rule.Resamples + 1)) : null;
    }

    /// <summary>An accuracy is a mean over items, so the bootstrap's limit is known: the normal law of the mean of the paired differences.</summary>
    private static PairedTest Accuracy(QualityCell cell, double[] gold)
    {
        var differences = gold.Select((truth, item) => Right(cell.Candidate, item, truth) - Right(cell.Baseline, item, truth)).ToArray();
        var mean = differences.Average();
        var error = Math.Sqrt(differences.Sum(each => (each - mean) * (each - mean)) / (differences.Length - 1) / differences.Length);
        if (error == 0) return new PairedTest(new Interval(mean, mean), mean < 0 ? 0 : 1);
        var half = Normal.InvCDF(0, 1, 0.975) * error;
        return new PairedTest(new Interval(mean - half, mean + half), Normal.CDF(0, 1, mean / error));
    }

    private static double Right(IReadOnlyList<CellRecord> seeds, int item, double truth) => seeds.Average(seed => seed.Predictions[item] == truth ? 1.0 : 0);
}
