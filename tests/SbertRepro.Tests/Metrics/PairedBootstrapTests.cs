using SbertRepro.Evaluation.Metrics;
using Xunit;

namespace SbertRepro.Tests.Metrics;

public sealed class PairedBootstrapTests
{
    private static readonly double[] Gold = [.. Enumerable.Range(0, 400).Select(item => (double)item)];

    [Fact]
    public void A_clearly_better_system_is_better_in_every_resample()
    {
        var difference = PairedBootstrap.Spearman(Gold, [Noisy(10, 1)], [Noisy(400, 2)])!.Value;

        Assert.Equal(1, difference.Probability);
        Assert.InRange(difference.Estimate, difference.Interval.Low, difference.Interval.High);
        Assert.True(difference.Interval.Low > 0);
    }

    [Fact]
    public void A_system_is_as_good_as_itself()
    {
        var same = Noisy(100, 1);
        var difference = PairedBootstrap.Spearman(Gold, [same], [same])!.Value;

        Assert.Equal((0, 0.5), (difference.Estimate, difference.Probability));
    }

    [Fact]
    public void Turning_the_question_round_turns_the_answer_round()
    {
        var (a, b) = (Noisy(100, 1), Noisy(120, 2));
        var (forward, backward) = (PairedBootstrap.Spearman(Gold, [a], [b])!.Value, PairedBootstrap.Spearman(Gold, [b], [a])!.Value);

        Assert.Equal(forward.Estimate, -backward.Estimate, 12);
        Assert.Equal(1, forward.Probability + backward.Probability, 12);
    }

    [Fact]
    public void Pairing_sees_a_difference_that_two_separate_intervals_would_hide()
    {
        var common = Noisy(300, 1);
        float[] slightlyBetter = [.. common.Select((value, item) => value + (0.15f * (float)(Gold[item] - value)))];
        var paired = PairedBootstrap.Spearman(Gold, [slightlyBetter], [common])!.Value;
        var alone = Bootstrap.Spearman([([.. common.Select(value => (double)value)], Gold)], [1])!.Value;

        Assert.True(paired.Interval.Low > 0);
        Assert.True(paired.Interval.High - paired.Interval.Low < (alone.High - alone.Low) / 2);
    }

    [Fact]
    public void Seeds_that_disagree_widen_the_interval()
    {
        var narrow = PairedBootstrap.Spearman(Gold, [Noisy(50, 1), Noisy(50, 2)], [Noisy(400, 3)])!.Value;
        var wide = PairedBootstrap.Spearman(Gold, [Noisy(5, 1), Noisy(300, 2)], [Noisy(400, 3)])!.Value;

        Assert.True(wide.Interval.High - wide.Interval.Low > narrow.Interval.High - narrow.Interval.Low);
    }

    [Fact]
    public void A_constant_prediction_has_no_difference() => Assert.Null(PairedBootstrap.Spearman(Gold, [new float[Gold.Length]], [Noisy(10, 1)]));

    private static float[] Noisy(double amount, ulong seed)
    {
        var random = new SplitMix64(seed);
        return [.. Gold.Select(value => (float)(value + (amount * (random.NextDouble() - 0.5))))];
    }
}
