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
    /// <summary>A system's score, with one seed, when item i counts so many times.</summary>
    private delegate double ScoreOf(int[] counts);

    /// <param name="gold">Human scores of the items.</param>
    /// <param name="better">Predictions of the first system, one array per seed.</param>
    /// <param name="worse">Predictions of the second system, one array per seed.</param>
    /// <param name="seed">Of the resampling; the result depends on it alone, not on the number of threads.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <returns>The difference of Spearman's rho; null where a correlation is undefined.</returns>
    public static PairedDifference? Spearman(
        double[] gold, IReadOnlyList<float[]> better, IReadOnlyList<float[]> worse, ulong seed = 0, int resamples = Bootstrap.Resamples)
    {
        return Compare(gold.Length, [.. better.Select(Rho)], [.. worse.Select(Rho)], seed, resamples);

        ScoreOf Rho(float[] predictions)
        {
            var sample = new SpearmanSample([.. predictions.Select(value => (double)value)], gold);
            return counts => sample.Rho(counts, new double[2 * counts.Length]);
        }
    }

    /// <param name="truth">Class of each item.</param>
    /// <param name="better">Classes predicted by the first system, one array per seed.</param>
    /// <param name="worse">Classes predicted by the second system, one array per seed.</param>
    /// <param name="seed">Of the resampling; the result depends on it alone, not on the number of threads.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <returns>The difference in accuracy.</returns>
    public static PairedDifference Accuracy(
        float[] truth, IReadOnlyList<float[]> better, IReadOnlyList<float[]> worse, ulong seed = 0, int resamples = Bootstrap.Resamples)
    {
        return Compare(truth.Length, [.. better.Select(Share)], [.. worse.Select(Share)], seed, resamples)!.Value; // an accuracy is always defined

        ScoreOf Share(float[] predictions)
        {
            if (truth.Length == 0 || predictions.Length != truth.Length) throw new ArgumentException($"{predictions.Length} predictions for {truth.Length} items", nameof(truth));
            int[] correct = [.. truth.Zip(predictions, (label, predicted) => label == predicted ? 1 : 0)];
            return counts => (double)System.Numerics.Tensors.TensorPrimitives.Dot<int>(counts, correct) / counts.Length;
        }
    }

    private static PairedDifference? Compare(int items, ScoreOf[] first, ScoreOf[] second, ulong seed, int resamples)
    {
        var once = new int[items];
        Array.Fill(once, 1);
        var estimate = first.Average(score => score(once)) - second.Average(score => score(once));
        if (double.IsNaN(estimate)) return null;

        var draws = new double[resamples];
        Parallel.For(0, resamples, index => draws[index] = Draw(items, first, second, seed, index));
        Array.Sort(draws);
        if (double.IsNaN(draws[0])) return null; // NaN sorts first
        var above = draws.Sum(draw => draw > 0 ? 1.0 : draw == 0 ? 0.5 : 0) / resamples;
        return new PairedDifference(estimate, new Interval(draws[(int)(0.025 * (resamples - 1))], draws[(int)Math.Ceiling(0.975 * (resamples - 1))]), above);
    }

    private static double Draw(int items, ScoreOf[] first, ScoreOf[] second, ulong seed, int index)
    {
        var random = new SplitMix64(seed * 0x9E3779B97F4A7C15UL + (ulong)index); // each resample has its own stream
        var counts = new int[items];
        for (var draw = 0; draw < counts.Length; draw++) counts[random.Below(counts.Length)]++;
        return Mean(first, counts, ref random) - Mean(second, counts, ref random);
    }

    private static double Mean(ScoreOf[] seeds, int[] counts, ref SplitMix64 random)
    {
        var sum = 0.0;
        for (var drawn = 0; drawn < seeds.Length; drawn++) sum += seeds[random.Below(seeds.Length)](counts);
        return sum / seeds.Length;
    }
}
