using SbertRepro.Evaluation.Metrics;
using Xunit;

namespace SbertRepro.Tests.Metrics;

public sealed class ProportionTests
{
    [Theory]
    [InlineData(8, 10, 0.49016, 0.94331)] // Wilson's formula by hand with z = 1.959964
    [InlineData(0, 10, 0, 0.27753)]
    [InlineData(10, 10, 0.72247, 1)]
    public void Wilson_interval_equals_its_formula(int successes, int trials, double low, double high)
    {
        var interval = Proportion.Wilson(successes, trials);
        Assert.Equal(low, interval.Low, 1e-5);
        Assert.Equal(high, interval.High, 1e-5);
    }

    [Fact]
    public void A_95_percent_interval_covers_the_truth_in_about_95_percent_of_samples()
    {
        var random = new SplitMix64(3);
        var covered = 0;
        for (var sample = 0; sample < 2000; sample++)
        {
            var successes = 0;
            for (var i = 0; i < 200; i++) successes += random.NextDouble() < 0.85 ? 1 : 0;
            var interval = Proportion.Wilson(successes, 200);
            if (interval.Low <= 0.85 && 0.85 <= interval.High) covered++;
        }
        Assert.InRange(covered, 1860, 1940); // 1900 expected, sd 9.7; the coverage itself wavers by a percent
    }

    [Fact]
    public void F1_is_the_harmonic_mean_of_precision_and_recall() =>
        Assert.Equal(2 * (2.0 / 3) * 0.5 / ((2.0 / 3) + 0.5), Proportion.F1([1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 1, 0], positive: 1), 1e-15);

    [Fact]
    public void F1_without_a_hit_is_zero() => Assert.Equal(0, Proportion.F1([0, 0], [0, 0], positive: 1));
}
