using MathNet.Numerics.Distributions;

namespace SbertRepro.Evaluation.Metrics;

/// <param name="OnlyFirst">Items that only the first system has right.</param>
/// <param name="OnlySecond">Items that only the second system has right.</param>
/// <param name="PValue">Two-sided.</param>
public readonly record struct McNemarTest(int OnlyFirst, int OnlySecond, double PValue)
{
    /// <summary>McNemar's test (1947) of two classifiers on the same items, exact at any number of discordant ones: under the null each is equally likely to favour either system.</summary>
    /// <param name="truth">Class of each item.</param>
    /// <param name="first">Classes predicted by the first system.</param>
    /// <param name="second">Classes predicted by the second system.</param>
    public static McNemarTest Of(ReadOnlySpan<float> truth, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        if (truth.Length == 0 || first.Length != truth.Length || second.Length != truth.Length)
            throw new ArgumentException($"{first.Length} and {second.Length} predictions for {truth.Length} items", nameof(first));
        var (onlyFirst, onlySecond) = (0, 0);
        for (var i = 0; i < truth.Length; i++)
        {
            var (firstRight, secondRight) = (first[i] == truth[i], second[i] == truth[i]);
            if (firstRight && !secondRight) onlyFirst++;
            if (secondRight && !firstRight) onlySecond++;
        }
        var p = onlyFirst == onlySecond ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, onlyFirst + onlySecond, Math.Min(onlyFirst, onlySecond)));
        return new McNemarTest(onlyFirst, onlySecond, p);
    }
}
