using MathNet.Numerics.Distributions;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Metrics;

/// <summary>Item bootstrap: how much a score would move if other sentence pairs had been drawn from the same population.</summary>
public static class Bootstrap
{
    /// <summary>Enough that the ends of a 95 % interval move by less than a tenth of its width between seeds.</summary>
    public const int Resamples = 10_000;

    /// <summary>
    /// Bias-corrected and accelerated (BCa) interval (Efron 1987) of a weighted mean of Spearman's rho over subsets, items resampled within each
    /// subset. One subset with weight 1 is the plain case. The result depends on the seed alone, not on the number of threads.
    /// </summary>
    /// <param name="subsets">Pairs of series.</param>
    /// <param name="weights">One per subset, summing to 1.</param>
    /// <param name="level">Coverage.</param>
    /// <param name="seed">Of the resampling.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <returns>Null where the score, or that of a resample, is undefined.</returns>
    public static Interval? Spearman(
        IReadOnlyList<(double[] X, double[] Y)> subsets, IReadOnlyList<double> weights, double level = 0.95, ulong seed = 0, int resamples = Resamples)
    {
        var samples = subsets.Select(subset => new SpearmanSample(subset.X, subset.Y)).ToArray();
        var estimate = Weighted(samples, weights, sample => Once(sample));
        if (double.IsNaN(estimate)) return null;

        var draws = new double[resamples];
        Parallel.For(0, resamples, index => draws[index] = Resample(samples, weights, seed, index));
        Array.Sort(draws);
        if (double.IsNaN(draws[0])) return null; // NaN sorts first

        var below = draws.Sum(draw => draw < estimate ? 1.0 : draw == estimate ? 0.5 : 0) / resamples;
        var bias = Normal.InvCDF(0, 1, Math.Clamp(below, 0.5 / resamples, 1 - 0.5 / resamples));
        var acceleration = Acceleration(samples, weights);
        return new Interval(Quantiles.Of(draws, Corrected((1 - level) / 2)), Quantiles.Of(draws, Corrected((1 + level) / 2)), level);

        double Corrected(double probability)
        {
            var z = bias + Normal.InvCDF(0, 1, probability);
            return Normal.CDF(0, 1, bias + z / (1 - acceleration * z));
        }
    }

    private static double Resample(SpearmanSample[] samples, IReadOnlyList<double> weights, ulong seed, int index)
    {
        var random = new SplitMix64(seed * 0x9E3779B97F4A7C15UL + (ulong)index); // each resample has its own stream
        return Weighted(samples, weights, sample =>
        {
            var counts = new int[sample.Count];
            for (var draw = 0; draw < counts.Length; draw++) counts[random.Below(counts.Length)]++;
            return sample.Rho(counts, new double[2 * sample.Count]);
        });
    }

    private static double Weighted(SpearmanSample[] samples, IReadOnlyList<double> weights, Func<SpearmanSample, double> rho)
    {
        double sum = 0;
        for (var i = 0; i < samples.Length; i++) sum += weights[i] * rho(samples[i]);
        return sum;
    }

    private static double Once(SpearmanSample sample)
    {
        var counts = new int[sample.Count];
        Array.Fill(counts, 1);
        return sample.Rho(counts, new double[2 * sample.Count]);
    }

    // Efron 1987: a = sum d^3 / (6 (sum d^2)^1.5), d the deviations of the leave-one-out values. Leaving an item out moves its own subset only.
    private static double Acceleration(SpearmanSample[] samples, IReadOnlyList<double> weights)
    {
        double squares = 0, cubes = 0;
        for (var subset = 0; subset < samples.Length; subset++)
        {
            var (sample, left) = (samples[subset], new double[samples[subset].Count]);
            Parallel.For(0, left.Length, item =>
            {
                var counts = new int[left.Length];
                Array.Fill(counts, 1);
                counts[item] = 0;
                left[item] = sample.Rho(counts, new double[2 * sample.Count]);
            });
            var mean = left.Average();
            foreach (var value in left)
            {
                var deviation = weights[subset] * (left.Length - 1) * (mean - value);
                squares += deviation * deviation;
                cubes += deviation * deviation * deviation;
            }
        }

        return squares == 0 || double.IsNaN(squares) ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
    }
}
