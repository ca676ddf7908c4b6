using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Regression;
using Xunit;

namespace SbertRepro.Tests.Regression;

/// <summary>A simulated machine: no test reads a clock.</summary>
public sealed class LatencyGateTests
{
    [Theory]
    [InlineData(1.00, LatencyOutcome.Same)]
    [InlineData(1.01, LatencyOutcome.Same)]
    [InlineData(1.20, LatencyOutcome.Slower)]
    [InlineData(0.80, LatencyOutcome.Faster)]
    public void The_outcome_follows_the_ratio(double ratio, LatencyOutcome expected)
    {
        var finding = LatencyGate.Judge("cell", Machine(ratio, noise: 0.02));

        Assert.Equal(expected, finding.Outcome);
        Assert.Equal(expected == LatencyOutcome.Slower, finding.Confirmation is not null);
        Assert.InRange(finding.Ratio!.Median, ratio - 0.02, ratio + 0.02);
    }

    [Fact]
    public void A_machine_that_steadily_slows_down_does_not_blame_the_candidate()
    {
        var turn = 0;

        var finding = LatencyGate.Judge("cell", _ => 1 + (0.01 * turn++)); // +1 % a turn

        Assert.Equal(LatencyOutcome.Same, finding.Outcome);
        Assert.Equal(1, finding.Ratio!.Median, 3);
    }

    [Fact]
    public void A_slowdown_that_a_rerun_does_not_confirm_passes()
    {
        var turn = 0;
        var first = 4 * new LatencyRule().FewestBlocks;

        var finding = LatencyGate.Judge("cell", side => side == Side.Candidate && turn < first ? Next(1.3) : Next(1));

        Assert.Equal(LatencyOutcome.Same, finding.Outcome);
        Assert.Contains("did not confirm", finding.Reason, StringComparison.Ordinal);

        double Next(double seconds)
        {
            turn++;
            return seconds;
        }
    }

    [Fact]
    public void A_cells_own_noise_widens_the_margin() =>
        Assert.Equal(LatencyOutcome.Same, LatencyGate.Judge("cell", Machine(1.08, noise: 0.01), noise: 0.12).Outcome);

    [Fact]
    public void A_restless_machine_is_called_noisy_and_not_same() =>
        Assert.Equal(LatencyOutcome.Noisy, LatencyGate.Judge("cell", Machine(1, noise: 3)).Outcome);

    [Fact]
    public void When_the_time_is_up_before_there_is_enough_the_gate_cannot_tell_and_says_so()
    {
        var blocks = 0;

        var finding = LatencyGate.Judge("cell", () => 1.5, 0, LatencyRule.Processes, () => ++blocks >= 3, default);

        Assert.Equal((LatencyOutcome.Noisy, 3), (finding.Outcome, finding.Ratio!.Pairs));
        Assert.Contains("3 of at least 6 blocks", finding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slowdown_without_time_for_the_rerun_does_not_fail()
    {
        var blocks = 0;

        var finding = LatencyGate.Judge("cell", Block, 0, LatencyRule.Processes, () => blocks >= LatencyRule.Processes.FewestBlocks, default);

        Assert.Equal(LatencyOutcome.Noisy, finding.Outcome);
        Assert.Contains("before an independent re-run", finding.Reason, StringComparison.Ordinal);

        double Block() => 1.5 + (0.0001 * blocks++);
    }

    [Fact]
    public void A_program_that_ends_is_unknown_at_once()
    {
        var blocks = 0;

        var finding = LatencyGate.Judge("cell", () => ++blocks < 2 ? 1 : double.NaN, 0, LatencyRule.Processes, () => false, default);

        Assert.Equal((LatencyOutcome.Unknown, 2), (finding.Outcome, blocks));
    }

    [Fact]
    public void Operator_calls_are_compared_where_both_programs_count_them()
    {
        var baseline = new WorkCounters(1000, 50, 1_000_000, OperatorCalls: 198);

        Assert.Equal(["operator calls: 198 -> 199"], (baseline with { OperatorCalls = 199 }).RisesSince(baseline));
        Assert.Empty((baseline with { OperatorCalls = 199 }).RisesSince(baseline with { OperatorCalls = null }));
    }

    [Fact]
    public void Allocations_of_another_machine_are_not_compared() =>
        Assert.Empty(new WorkCounters(1000, 50, 2_000_000).RisesSince(new WorkCounters(1000, 50, 1_000_000), sameMachine: false));

    [Fact]
    public void Counted_work_that_rises_fails_without_statistics()
    {
        var baseline = new WorkCounters(1000, 50, 1_000_000);

        Assert.Empty((baseline with { AllocatedBytes = 1_010_000 }).RisesSince(baseline));
        Assert.Equal(["padding tokens: 50 -> 51"], (baseline with { Padding = 51 }).RisesSince(baseline));
        Assert.Single((baseline with { AllocatedBytes = 1_100_000 }).RisesSince(baseline));
    }

    private static Func<Side, double> Machine(double ratio, double noise)
    {
        var random = new SplitMix64(5);
        return side => (side == Side.Candidate ? ratio : 1) * Math.Exp(noise * (random.NextDouble() - 0.5));
    }
}
