using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Metrics;

/// <summary>How much better one system is than another on the same items.</summary>
/// <param name="Estimate">Difference of the mean scores over seeds, in the unit of the score.</param>
/// <param name="Interval">Percentile interval of the resampled differences.</param>
/// <param name="Probability">Share of the resamples in which the first system is better; a tie counts half.</param>
public readonly record struct PairedDifference(double Estimate, Interval Interval, double Probability);

/// <summary>
/// Paired bootstrap (Efron and Tibshirani 1993, section 8): every resample draws the same items for both systems, so that what makes an item hard for both
/// cancels, and draws the seeds of each system anew, so that luck of training counts as doubt.
/// </summary>
public static class PairedBootstrap
{
    /// <param name="gold">Human scores of the items.</param>
    /// <param name="better">Predictions of the first system, one array per seed.</param>
    /// <param name="worse">Predictions of the second system, one array per seed.</param>
    /// <param name="seed">Of the resampling; the result depends on it alone, not on the number of threads.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <returns>The difference of Spearman's rho; null where a correlation is undefined.</returns>
    public static PairedDifference? Spearman(
        double[] gold, IReadOnlyList<float[]> better, IReadOnlyList<float[]> worse, ulong seed = 0, int resamples = Bootstrap.Resamples)
    {
        var (first, second) = (Samples(gold, better), Samples(gold, worse));
        var once = new int[gold.Length];
        Array.Fill(once, 1);
        var estimate = Mean(first, once) - Mean(second, once);
        if (double.IsNaN(estimate)) return null;

        var draws = new double[resamples];
        Parallel.For(0, resamples, index => draws[index] = Draw(first, second, seed, index));
        Array.Sort(draws);
        if (double.IsNaN(draws[0])) return null; // NaN sorts first
        var above = draws.Sum(draw => draw > 0 ? 1.0 : draw == 0 ? 0.5 : 0) / resamples;
        return new PairedDifference(estimate, new Interval(draws[(int)(0.025 * (resamples - 1))], draws[(int)Math.Ceiling(0.975 * (resamples - 1))]), above);
    }

    private static double Draw(SpearmanSample[] first, SpearmanSample[] second, ulong seed, int index)
    {
        var random = new SplitMix64(seed * 0x9E3779B97F4A7C15UL + (ulong)index); // each resample has its own stream
        var counts = new int[first[0].Count];
        for (var draw = 0; draw < counts.Length; draw++) counts[random.Below(counts.Length)]++;
        return Mean(Redrawn(first, ref random), counts) - Mean(Redrawn(second, ref random), counts);
    }

    private static SpearmanSample[] Redrawn(SpearmanSample[] seeds, ref SplitMix64 random)
    {
        var drawn = new SpearmanSample[seeds.Length];
        for (var i = 0; i < drawn.Length; i++) drawn[i] = seeds[random.Below(seeds.Length)];
        return drawn;
    }

    private static double Mean(SpearmanSample[] seeds, int[] counts)
    {
        var ranks = new double[2 * counts.Length];
        return seeds.Average(sample => sample.Rho(counts, ranks));
    }

    private static SpearmanSample[] Samples(double[] gold, IReadOnlyList<float[]> predictions) =>
        [.. predictions.Select(values => new SpearmanSample([.. values.Select(value => (double)value)], gold))];
}
