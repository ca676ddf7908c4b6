using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;
using Xunit;

namespace SbertRepro.Tests.Timing;

public sealed class TimingTests
{
    private static readonly TimingSettings Settings = new(false, false, "Interactive", [0, 0, 0], 2, 2);

    [Fact]
    public void Short_work_is_run_as_often_as_asked_and_every_run_is_kept()
    {
        var (runs, waits) = (0, 0);

        var timing = RepeatedTiming.Measure(() => runs++, new TimingOptions { Samples = 25, Threads = 3, Synchronise = () => waits++ });

        Assert.Equal(25, timing.Samples.Length);
        Assert.Equal(runs, timing.WarmUp.Length + timing.Samples.Length);
        Assert.Equal(2 * runs, waits); // before and after each
        Assert.InRange(timing.WarmUp.Length, 6, int.MaxValue);
        Assert.Equal(3, timing.Settings.Threads);
        Assert.Equal(GC.MaxGeneration + 1, timing.Settings.Collections.Length);
    }

    [Fact]
    public void Long_work_stops_when_its_time_is_up_but_not_before_the_fewest_samples()
    {
        var timing = RepeatedTiming.Measure(() => { }, new TimingOptions { Samples = 1000, Seconds = 0, FewestSamples = 4, WarmUpSeconds = 0 });

        Assert.Equal(4, timing.Samples.Length);
        Assert.Single(timing.WarmUp);
        Assert.False(timing.Stable); // one run shows nothing
    }

    [Theory]
    [InlineData(new[] { 9.0, 5, 4, 3, 2, 1 }, false)]    // still becoming faster
    [InlineData(new[] { 9.0, 1, 1, 1, 1, 0.97 }, true)]
    [InlineData(new[] { 1.0, 1, 1, 5, 5, 1 }, true)]     // noise adds, and says nothing
    [InlineData(new[] { 1.0, 1, 1, 1, 1 }, false)]       // too few to say
    public void Warm_up_ends_when_runs_stop_becoming_faster(double[] seconds, bool stable) => Assert.Equal(stable, RepeatedTiming.IsStable([.. seconds]));

    [Fact]
    public void The_median_lies_in_its_interval_and_a_slow_sample_stays_in_the_percentiles()
    {
        var timing = new TimingRecord([], true, [.. Enumerable.Range(1, 99).Select(i => i / 100.0), 50], Settings);

        Assert.Equal(0.505, timing.Median, 1e-12);
        Assert.InRange(timing.Median, timing.MedianInterval().Low, timing.MedianInterval().High);
        Assert.Equal(0.99 + (0.01 * (50 - 0.99)), timing.P99!.Value, 1e-9);
        Assert.Equal(1, timing.Drift, 1e-12);
    }

    [Fact]
    public void Percentiles_beyond_the_samples_are_not_given()
    {
        Assert.Null(new TimingRecord([], true, [.. Enumerable.Repeat(1.0, 19)], Settings).P95);
        Assert.NotNull(new TimingRecord([], true, [.. Enumerable.Repeat(1.0, 20)], Settings).P95);
        Assert.Null(new TimingRecord([], true, [.. Enumerable.Repeat(1.0, 99)], Settings).P99);
    }

    [Fact]
    public void Probes_take_turns_and_the_first_round_does_not_count()
    {
        List<string> order = [];
        MachineProbe.Probe Slow(string what, double first) => new(what, "units/s", () =>
        {
            order.Add(what);
            return (order.Count <= 2 ? first : 10, 2);
        });

        var probe = MachineProbe.Take([Slow("a", 1000), Slow("b", 1000)], seconds: 0);

        Assert.Equal(["a", "b", "a", "b"], order);
        Assert.All(probe.Readings, reading => Assert.Equal((5, 5, 1), (reading.Median, reading.Best, reading.Samples)));
    }

    [Fact]
    public void The_host_probes_measure_something() =>
        Assert.All(MachineProbe.Take(MachineProbe.Host(), seconds: 0).Readings, reading => Assert.InRange(reading.Median, 1e-3, 1e6));

    [Fact]
    public void The_probes_of_several_processes_become_one_that_holds_them_all()
    {
        static MachineProbe Copy(double median, double low, double high, double best) =>
            new(DateTimeOffset.UnixEpoch, 5, [new("memory copy", "GB/s", median, new Interval(low, high), best, 10)]);

        var joined = MachineProbe.Join([Copy(20, 19, 21, 22), Copy(10, 9, 11, 12), Copy(15, 14, 16, 30)]);

        Assert.Equal(new ProbeReading("memory copy", "GB/s", 15, new Interval(9, 21), 30, 30), Assert.Single(joined.Readings));
        Assert.Equal(15, joined.Seconds);
    }

    [Fact]
    public void A_paired_ratio_survives_a_machine_that_slows_down_tenfold()
    {
        double[] speed = [.. Enumerable.Range(0, 20).Select(i => 100.0 / (1 + (i / 2.0)))];

        var ratio = PairedRatio.Of("twice", [.. speed.Select(value => 2 * value)], speed);

        Assert.Equal(new SpeedRatio("twice", 2, new Interval(2, 2), 20), ratio);
    }
}
