using SbertRepro.Evaluation.Paper;
using Xunit;

namespace SbertRepro.Tests.Paper;

public sealed class VerdictRuleTests
{
    // Worked by hand: with error 1 the one-sided test at 5 % needs 1.645 between the difference and the margin of 2.
    [Theory]
    [InlineData(60.0, 1.0, Verdict.Reproduced)] // z = 2
    [InlineData(60.35, 1.0, Verdict.Reproduced)] // z = 1.65
    [InlineData(60.36, 1.0, Verdict.Consistent)] // z = 1.64
    [InlineData(59.64, 1.0, Verdict.Consistent)]
    [InlineData(61.95, 1.0, Verdict.Consistent)] // |d| / error = 1.95 < 1.96
    [InlineData(61.97, 1.0, Verdict.Deviates)]
    [InlineData(61.0, 0.2, Verdict.Reproduced)] // different, but provably by less than the margin
    [InlineData(63.0, 0.2, Verdict.Deviates)]
    [InlineData(60.0, 3.0, Verdict.Consistent)] // even an exact hit proves nothing with so few items
    public void The_verdict_follows_from_difference_and_error(double measured, double error, Verdict expected) =>
        Assert.Equal(expected, VerdictRule.Judge(measured, error, 60, null).Verdict);

    [Fact]
    public void A_deviation_is_told_with_size_direction_and_p() =>
        Assert.Equal("3.00 points below the paper (p = 0.003)", VerdictRule.Judge(57, 1, 60, null).Reason);

    [Fact]
    public void The_papers_own_deviation_widens_the_doubt()
    {
        Assert.Equal(Verdict.Deviates, VerdictRule.Judge(62, 1, 60, null).Verdict);
        Assert.Equal(Verdict.Consistent, VerdictRule.Judge(62, 1, 60, 2).Verdict); // error becomes sqrt(1 + 4/10) = 1.18
    }

    [Fact]
    public void Seeds_shrink_their_own_part_of_the_error_and_leave_that_of_the_items()
    {
        Assert.Equal(2, VerdictRule.StandardError([2], [50]), 12);
        Assert.Equal(Math.Sqrt(4 + (1.0 / 3)), VerdictRule.StandardError([2, 2, 2], [49, 50, 51]), 12);
        Assert.Equal(2, VerdictRule.StandardError([2, 2], [50, 50]), 12);
    }

    [Fact]
    public void What_n_could_have_seen_is_two_point_eight_errors() => Assert.Equal(2.80, VerdictRule.DetectableDifference(1), 0.005);
}
