using SbertRepro.Evaluation.Results;
using SbertRepro.Reporting;
using SbertRepro.Tests.Results;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed class TrainingSectionTests
{
    private static readonly TrainingRecord Whole = new("small", "m", "sbert", 1, [new(100, 0.5)], [new(50, 0.61), new(100, 0.58)], "STSb-dev", BestStep: 50,
        Examples: 1600, Tokens: 32_000, Operations: 4e12, SampleRecords.Cell("A", 0.1f).Provenance with { Seconds = 40 })
    { ShareOfProducts = 0.34, Precision = "fp32" };

    [Fact]
    public void A_line_says_what_a_run_took_and_yielded() => Assert.Equal(
        "seed 1: 1,600 examples in 40 s (40/s, 800 tokens/s, 100 GFLOP/s, 34 % of the matrix product rate between its steps, fp32); last loss 0.5000; kept step 50, STSb-dev 61.00",
        Line(Whole));

    [Fact]
    public void A_run_that_was_resumed_says_that_it_counts_since_then() =>
        Assert.StartsWith("seed 1: 1,600 examples since it was resumed, in 40 s (40/s, ", Line(Whole with { IsResumed = true }), StringComparison.Ordinal);

    [Theory]
    [InlineData(false, "seed 1: too few steps to be timed; last loss 0.5000; kept step 50, STSb-dev 61.00")]
    [InlineData(true, "seed 1: too few steps since it was resumed to be timed; last loss 0.5000; kept step 50, STSb-dev 61.00")]
    public void Too_few_steps_have_no_rates(bool isResumed, string line) => Assert.Equal(
        line, Line(Whole with { IsResumed = isResumed, Examples = 0, Tokens = 0, Operations = 0, Provenance = Whole.Provenance with { Seconds = 0 } }));

    private static string Line(TrainingRecord record) => Assert.Single(Assert.Single(TrainingSection.Of([record])).Lines);
}
