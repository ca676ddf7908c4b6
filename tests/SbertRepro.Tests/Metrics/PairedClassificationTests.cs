using SbertRepro.Evaluation.Metrics;
using Xunit;

namespace SbertRepro.Tests.Metrics;

public sealed class PairedClassificationTests
{
    private static readonly float[] Truth = [.. Enumerable.Range(0, 100).Select(i => (float)(i % 2))];

    [Theory]
    [InlineData(10, 2, 0.03857421875)] // 2 (1 + 12 + 66) / 2^12
    [InlineData(5, 5, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(6, 0, 0.03125)] // 2 / 2^6
    public void McNemar_is_the_sign_test_of_the_discordant_items(int onlyFirst, int onlySecond, double p)
    {
        var test = McNemarTest.Of(Truth, Wrong(10, onlySecond), Wrong(40, onlyFirst));
        Assert.Equal((onlyFirst, onlySecond), (test.OnlyFirst, test.OnlySecond));
        Assert.Equal(p, test.PValue, 1e-12);
    }

    [Fact]
    public void The_bootstrap_of_a_clear_difference_excludes_zero_and_that_of_none_does_not()
    {
        var clear = PairedBootstrap.Accuracy(Truth, [Truth], [Wrong(0, 20)], resamples: 2000);
        Assert.Equal(0.2, clear.Estimate, 1e-12);
        Assert.True(clear.Interval.Low > 0.1 && clear.Interval.High < 0.3 && clear.Probability > 0.999);
        var none = PairedBootstrap.Accuracy(Truth, [Wrong(0, 10)], [Wrong(50, 10)], resamples: 2000);
        Assert.True(none.Interval.Low < 0 && none.Interval.High > 0);
        Assert.InRange(none.Probability, 0.3, 0.7);
    }

    [Fact]
    public void A_lucky_seed_widens_the_interval() =>
        Assert.True(Width([Truth, Wrong(0, 40)]) > 1.5 * Width([Wrong(0, 20)]));

    [Fact]
    public void The_same_seed_gives_the_same_interval() =>
        Assert.Equal(PairedBootstrap.Accuracy(Truth, [Truth], [Wrong(0, 9)], seed: 4, resamples: 500), PairedBootstrap.Accuracy(Truth, [Truth], [Wrong(0, 9)], seed: 4, resamples: 500));

    [Fact]
    public void Systems_must_have_predicted_the_same_items() => Assert.Throws<ArgumentException>(() => McNemarTest.Of(Truth, Truth, Truth.AsSpan(0, 50)));

    private static double Width(float[][] seeds)
    {
        var interval = PairedBootstrap.Accuracy(Truth, seeds, [Wrong(50, 20)], resamples: 2000).Interval;
        return interval.High - interval.Low;
    }

    private static float[] Wrong(int start, int count) => [.. Truth.Select((label, i) => i >= start && i < start + count ? 1 - label : label)];
}
