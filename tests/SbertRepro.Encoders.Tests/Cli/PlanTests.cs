using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

public sealed class PlanTests : IDisposable
{
    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_plan_of_the_paper_s_scale_says_what_training_costs_before_anything_is_downloaded()
    {
        var (plain, none) = (_cli.Run("plan", "--scale", "paper"), _cli.Run("plan", "--scale", "paper", "--no-train"));

        Assert.Matches(@"sbert-nli-bert-base +942,069 +58,880 +16,\d{3} +[\d.]+ (h|min)", plain.Output);
        Assert.Matches(@"cross-encoder-nli-sts-bert-base, sts +22,996 +1,440", plain.Output);
        Assert.Matches(@"together +119,200", plain.Output); // of the brief's table; --train names the others
        Assert.DoesNotContain("to be trained", none.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_flag_the_run_takes_the_largest_scale_that_is_here_and_says_so()
    {
        var plan = _cli.Run("plan");

        Assert.Equal(0, plan.ExitCode);
        Assert.StartsWith("Scale: sample (", plan.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3", 3)] // a number alone is how many
    [InlineData("4-5", 2)]
    [InlineData("2,7,2", 2)]
    public void A_system_that_is_trained_is_planned_once_for_each_seed(string seeds, int count)
    {
        var plan = _cli.Run("plan", "--scale", "sample", "--table", "table1", "--system", "sbert-nli-sample", "--dataset", "Sample-STS-dev", "--seeds", seeds);

        Assert.Equal(0, plan.ExitCode);
        Assert.Matches($@"sbert-nli-sample +0 +{count} +0", plan.Output);
    }
}
