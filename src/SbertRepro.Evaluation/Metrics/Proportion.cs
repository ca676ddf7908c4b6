using MathNet.Numerics.Distributions;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Metrics;

/// <summary>Scores that count items, and how sure they are.</summary>
public static class Proportion
{
    /// <summary>Wilson's score interval (Wilson 1927) of a binomial proportion. For a cross-validated accuracy it treats items as independent, which they nearly are.</summary>
    /// <param name="successes">0 ... trials.</param>
    /// <param name="trials">1 or more.</param>
    /// <param name="level">Coverage.</param>
    public static Interval Wilson(int successes, int trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        double n = trials;
        var (p, z) = (successes / n, Normal.InvCDF(0, 1, (1 + level) / 2));
        var centre = (p + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        return new Interval(Math.Max(0, centre - half), Math.Min(1, centre + half), level);
    }

    /// <summary>Harmonic mean of precision and recall of one class: 2 TP / (2 TP + FP + FN); 0 where the class neither occurs nor is predicted.</summary>
    public static double F1(ReadOnlySpan<int> truth, ReadOnlySpan<int> predictions, int positive)
    {
        if (truth.Length != predictions.Length) throw new ArgumentException($"{predictions.Length} predictions for {truth.Length} items", nameof(predictions));
        var (hits, wrong) = (0, 0);
        for (var i = 0; i < truth.Length; i++)
        {
            if (truth[i] == positive && predictions[i] == positive) hits++;
            else if (truth[i] == positive || predictions[i] == positive) wrong++;
        }
        return hits == 0 ? 0 : 2.0 * hits / ((2 * hits) + wrong);
    }
}
