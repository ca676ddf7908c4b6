using MathNet.Numerics.Distributions;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Metrics;

/// <param name="OnlyFirst">Items that only the first system has right.</param>
/// <param name="OnlySecond">Items that only the second system has right.</param>
/// <param name="PValue">Two-sided.</param>
public readonly record struct McNemarTest(int OnlyFirst, int OnlySecond, double PValue);

/// <param name="Value">Accuracy of the first system less that of the second.</param>
/// <param name="Interval">Percentile interval over resampled items.</param>
/// <param name="PValue">Two-sided: twice the share of resamples on the wrong side of 0.</param>
public readonly record struct AccuracyDifference(double Value, Interval Interval, double PValue);

/// <summary>Two classifiers on the same items, compared item by item: what they both get right or wrong says nothing about their difference.</summary>
public static class PairedClassification
{
    /// <summary>McNemar's test (1947), exact at any number of discordant items: under the null each is equally likely to favour either system.</summary>
    /// <param name="truth">Class of each item.</param>
    /// <param name="first">Classes predicted by the first system.</param>
    /// <param name="second">Classes predicted by the second system.</param>
    public static McNemarTest McNemar(ReadOnlySpan<float> truth, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var differences = Differences(truth, first, second);
        var (onlyFirst, onlySecond) = (differences.Count(difference => difference > 0), differences.Count(difference => difference < 0));
        var p = onlyFirst == onlySecond ? 1 : Math.Min(1, 2 * Binomial.CDF(0.5, onlyFirst + onlySecond, Math.Min(onlyFirst, onlySecond)));
        return new McNemarTest(onlyFirst, onlySecond, p);
    }

    /// <summary>Paired bootstrap of the difference in accuracy. The result depends on the seed alone, not on the number of threads.</summary>
    /// <param name="truth">Class of each item.</param>
    /// <param name="first">Classes predicted by the first system.</param>
    /// <param name="second">Classes predicted by the second system.</param>
    /// <param name="level">Coverage.</param>
    /// <param name="seed">Of the resampling.</param>
    /// <param name="resamples">Number of resamples.</param>
    public static AccuracyDifference Bootstrap(
        ReadOnlySpan<float> truth, ReadOnlySpan<float> first, ReadOnlySpan<float> second, double level = 0.95, ulong seed = 0, int resamples = Metrics.Bootstrap.Resamples)
    {
        var differences = Differences(truth, first, second);
        var draws = new double[resamples];
        Parallel.For(0, resamples, index =>
        {
            var random = new SplitMix64((seed * 0x9E3779B97F4A7C15UL) + (ulong)index); // each resample has its own stream
            var sum = 0;
            for (var draw = 0; draw < differences.Length; draw++) sum += differences[random.Below(differences.Length)];
            draws[index] = (double)sum / differences.Length;
        });
        Array.Sort(draws);
        var tail = Math.Min(draws.Count(draw => draw <= 0), draws.Count(draw => draw >= 0));
        var interval = new Interval(draws[(int)((1 - level) / 2 * (resamples - 1))], draws[(int)Math.Ceiling((1 + level) / 2 * (resamples - 1))], level);
        return new AccuracyDifference(differences.Average(difference => (double)difference), interval, Math.Min(1, 2 * (tail + 1.0) / (resamples + 1))); // no p of 0 from finitely many draws
    }

    // 1 where only the first is right, -1 where only the second is, 0 elsewhere.
    private static sbyte[] Differences(ReadOnlySpan<float> truth, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        if (truth.Length == 0 || first.Length != truth.Length || second.Length != truth.Length)
            throw new ArgumentException($"{first.Length} and {second.Length} predictions for {truth.Length} items", nameof(first));
        var differences = new sbyte[truth.Length];
        for (var i = 0; i < truth.Length; i++) differences[i] = (sbyte)((first[i] == truth[i] ? 1 : 0) - (second[i] == truth[i] ? 1 : 0));
        return differences;
    }
}
