using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;
using SbertRepro.Tests.Results;
using Xunit;

namespace SbertRepro.Tests.Regression;

public sealed class LatencyDifferenceTests
{
    [Fact]
    public void A_query_that_takes_twice_as_long_on_a_machine_half_as_fast_did_not_become_slower()
    {
        var before = Step(new Quantity("mini", "one query", "ms", 10) { Interval = new(9, 11) }, rate: 100);
        var after = Step(new Quantity("mini", "one query", "ms", 20) { Interval = new(19, 21) }, rate: 50);

        var timing = Assert.Single(LatencyDifference.Of(before, after));

        Assert.Equal(("sample m", "section1: mini, one query"), (timing.Where, timing.What));
        Assert.Equal((2.0, 1.0), (timing.Ratio, timing.Normalised!.Value));
        // The probe's rates are known to a tenth on either side.
        var (low, high) = (19.0 / 11 * 0.5 * 0.9 / 1.1, 21.0 / 9 * 0.5 * 1.1 / 0.9);
        Assert.Equal(low, timing.Interval!.Value.Low, 1e-12);
        Assert.Equal(high, timing.Interval.Value.High, 1e-12);
    }

    [Fact]
    public void More_sentences_a_second_are_less_time()
    {
        var before = Step(new Quantity("mini", "sentences encoded", "sentences/s", 100) { Interval = new(80, 120) }, rate: null);
        var after = Step(new Quantity("mini", "sentences encoded", "sentences/s", 400) { Interval = new(400, 400) }, rate: null);

        var timing = Assert.Single(LatencyDifference.Of(before, after));

        Assert.Equal((0.25, (double?)null), (timing.Ratio, timing.Normalised));
        Assert.Equal(0.2, timing.Interval!.Value.Low, 1e-12);
        Assert.Equal(0.3, timing.Interval.Value.High, 1e-12);
    }

    [Fact]
    public void There_and_back_are_each_others_inverse()
    {
        var before = Step(new Quantity("mini", "one query", "ms", 10) { Interval = new(9, 11) }, rate: 100);
        var after = Step(new Quantity("mini", "one query", "ms", 15) { Interval = new(14, 16) }, rate: 70);

        var (forth, back) = (LatencyDifference.Of(before, after)[0], LatencyDifference.Of(after, before)[0]);

        Assert.Equal(1, forth.Ratio * back.Ratio, 1e-12);
        Assert.Equal(1, forth.Normalised!.Value * back.Normalised!.Value, 1e-12);
        Assert.Equal(1, forth.Interval!.Value.Low * back.Interval!.Value.High, 1e-12);
    }

    [Theory]
    [InlineData("GFLOP/s", 1.0, true)]
    [InlineData("%", 1.0, true)]
    [InlineData("ms", null, true)]
    [InlineData("ms", 1.0, false)]
    public void What_is_no_time_has_no_interval_or_is_void_is_not_compared(string unit, double? low, bool valid)
    {
        var quantity = new Quantity("mini", "work", unit, 2) { Interval = low is null ? null : new(low.Value, 3), Valid = valid };

        Assert.Empty(LatencyDifference.Of(Step(quantity, rate: null), Step(quantity, rate: null)));
    }

    [Fact]
    public void A_measurement_is_not_compared_with_itself()
    {
        var step = Step(new Quantity("mini", "one query", "ms", 10) { Interval = new(9, 11) }, rate: 100);

        Assert.Empty(LatencyDifference.Of(step, step));
    }

    [Fact]
    public void Of_machines_that_both_sides_know_each_is_compared_with_itself_and_an_unknown_one_is_left_out()
    {
        var quantity = new Quantity("mini", "one query", "ms", 10) { Interval = new(9, 11) };
        var before = Step(quantity, rate: null, "m");
        var after = new StoredResults([]) { Steps = [.. Step(quantity with { Value = 30 }, null, "m").Steps, .. Step(quantity with { Value = 50 }, null, "other").Steps] };

        Assert.Equal(3, Assert.Single(LatencyDifference.Of(before, after)).Ratio, 1e-12);
        Assert.Equal("sample", Assert.Single(LatencyDifference.Of(before, Step(quantity, null, "other"))).Where);
    }

    private static int _moment;

    private static StoredResults Step(Quantity quantity, double? rate, string machine = "m")
    {
        var provenance = SampleRecords.Cell("A", 0.1f).Provenance with { Started = DateTimeOffset.UnixEpoch.AddDays(Interlocked.Increment(ref _moment)) };
        var probe = new MachineProbe(provenance.Started, 1, rate is { } each ? [new("matrix product", "GFLOP/s", each, new(0.9 * each, 1.1 * each), each, 9)] : []);
        return new([]) { Steps = [new StudyRecord("sample", machine, "section1", "bi.mini", [quantity], [], probe, new([]), provenance)] };
    }
}
