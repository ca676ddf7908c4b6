using SbertRepro.Evaluation.Metrics;
using Xunit;

namespace SbertRepro.Tests.Metrics;

public sealed class BootstrapTests
{
    [Fact]
    public void A_resample_by_multiplicities_equals_the_correlation_of_the_repeated_items()
    {
        var (x, y) = Correlated(60, 0.5, 3);
        for (var i = 0; i < x.Length; i++) x[i] = Math.Round(x[i], 1); // with ties
        var random = new SplitMix64(1);
        for (var repeat = 0; repeat < 20; repeat++)
        {
            var counts = new int[x.Length];
            for (var draw = 0; draw < counts.Length; draw++) counts[random.Below(counts.Length)]++;
            var items = Enumerable.Range(0, counts.Length).SelectMany(item => Enumerable.Repeat(item, counts[item])).ToArray();
            var naive = Correlation.Spearman([.. items.Select(item => x[item])], [.. items.Select(item => y[item])]);
            Assert.Equal(naive, new SpearmanSample(x, y).Rho(counts, new double[2 * x.Length]), 1e-12);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval()
    {
        var sample = Correlated(200, 0.7, 5);
        var first = Bootstrap.Spearman([sample], [1], seed: 9, resamples: 500);
        Assert.Equal(first, Bootstrap.Spearman([sample], [1], seed: 9, resamples: 500));
        Assert.NotEqual(first, Bootstrap.Spearman([sample], [1], seed: 10, resamples: 500));
    }

    [Fact]
    public void A_95_percent_interval_covers_the_truth_in_about_95_percent_of_samples()
    {
        const double r = 0.6;
        var rho = 6 / Math.PI * Math.Asin(r / 2); // Spearman's rho of a bivariate normal with Pearson's r
        const int samples = 300;
        var covered = Enumerable.Range(0, samples).Count(index =>
            Bootstrap.Spearman([Correlated(120, r, 1000 + index)], [1], resamples: 600) is { } interval && interval.Low <= rho && rho <= interval.High);
        Assert.InRange(covered, 270, 297); // 285 expected, sd 3.8; nominal coverage holds up to the usual small-sample loss
    }

    [Fact]
    public void An_undefined_score_has_no_interval() => Assert.Null(Bootstrap.Spearman([([1, 1, 1], [1, 2, 3])], [1]));

    [Fact]
    public void The_interval_brackets_the_score_and_narrows_with_more_items()
    {
        var (small, large) = (Correlated(100, 0.7, 7), Correlated(1600, 0.7, 7));
        var (few, many) = (Bootstrap.Spearman([small], [1])!.Value, Bootstrap.Spearman([large], [1])!.Value);
        Assert.InRange(Correlation.Spearman(large.X, large.Y), many.Low, many.High);
        Assert.True(many.High - many.Low < (few.High - few.Low) / 2);
    }

    private static (double[] X, double[] Y) Correlated(int count, double r, int seed)
    {
        var random = new SplitMix64((ulong)seed);
        var (x, y) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var (a, b) = (Normal(ref random), Normal(ref random));
            (x[i], y[i]) = (a, r * a + Math.Sqrt(1 - r * r) * b);
        }

        return (x, y);

        static double Normal(ref SplitMix64 random) =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
