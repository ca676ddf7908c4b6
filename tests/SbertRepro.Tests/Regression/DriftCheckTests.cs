using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Tasks;
using Xunit;

namespace SbertRepro.Tests.Regression;

public sealed class DriftCheckTests
{
    private const int Dimension = 32;

    [Fact]
    public void Rounding_does_not_warn()
    {
        var vectors = Vectors();
        var kept = ProbeVectors.Of("sample", "box", "system", vectors).Vectors();

        var finding = DriftCheck.Compare("system", kept, vectors);

        Assert.False(finding.Warns, finding.Reason);
        Assert.True(finding.Smallest > 0.999999);
    }

    [Fact]
    public void One_sentence_that_moved_among_hundreds_warns()
    {
        var moved = Vectors();
        moved[77].Reverse();

        var finding = DriftCheck.Compare("system", Vectors(), moved);

        Assert.True(finding.Warns);
        Assert.Equal((1, ProbeSentences.Count), (finding.Moved, finding.Count));
        Assert.True(finding.Median > 0.999999);
    }

    [Fact]
    public void A_change_of_length_warns_though_no_direction_moved()
    {
        var doubled = Vectors();
        foreach (ref var value in doubled[3]) value *= 2;

        var finding = DriftCheck.Compare("system", Vectors(), doubled);

        Assert.Equal((0, true), (finding.Moved, finding.Warns));
    }

    [Fact]
    public void The_probe_set_is_fixed_and_has_short_and_long_texts()
    {
        Assert.Equal(ProbeSentences.Count, ProbeSentences.All.Count);
        Assert.InRange(ProbeSentences.All.Max(text => text.Split(' ').Length), 50, 120);
        Assert.InRange(ProbeSentences.All.Min(text => text.Split(' ').Length), 2, 8);
    }

    private static SentenceVectors Vectors() =>
        new(ProbeSentences.Count, Dimension, [.. Synthetic.Draws(9, ProbeSentences.Count * Dimension).Select(value => (float)value)]);
}
