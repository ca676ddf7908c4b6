using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Metrics;

/// <summary>Interval of any statistic of independent values by resampling them: the percentile bootstrap (Efron 1979).</summary>
public static class PercentileBootstrap
{
    public const int Resamples = 10_000;

    /// <summary>The interval of a statistic; the same seed gives the same interval, whatever the number of threads.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="statistic">May reorder the array it is given, and must not keep it.</param>
    /// <param name="level">Coverage.</param>
    /// <param name="seed">Of the resampling.</param>
    /// <param name="resamples">Number of resamples.</param>
    public static Interval Of<T>(IReadOnlyList<T> values, Func<T[], double> statistic, double level = 0.95, ulong seed = 1, int resamples = Resamples)
    {
        if (values.Count == 0) throw new ArgumentException("no values", nameof(values));
        var draws = new double[resamples];
        Parallel.For(0, resamples, () => new T[values.Count], (index, _, sample) =>
        {
            var random = new SplitMix64((seed * 0x9E3779B97F4A7C15UL) + (ulong)index); // each resample has its own stream
            for (var i = 0; i < sample.Length; i++) sample[i] = values[random.Below(sample.Length)];
            draws[index] = statistic(sample);
            return sample;
        }, _ => { });
        Array.Sort(draws);
        return new Interval(Quantiles.Of(draws, (1 - level) / 2), Quantiles.Of(draws, (1 + level) / 2), level);
    }
}
