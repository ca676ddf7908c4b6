using System.Diagnostics;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Timing;

/// <summary>One rate of the machine.</summary>
/// <param name="What">E.g. "float32 matrix product".</param>
/// <param name="Unit">E.g. GFLOP/s.</param>
/// <param name="Median">Of the samples.</param>
/// <param name="Interval">Of the median.</param>
/// <param name="Best">What the machine reaches when nobody disturbs.</param>
/// <param name="Samples">How many.</param>
public sealed record ProbeReading(string What, string Unit, double Median, Interval Interval, double Best, int Samples);

/// <summary>
/// How fast the machine was at the time: stored beside every timing, so that timings of different machines, or of one machine on different days, can be compared.
/// The probes take turns, so a disturbance hits all of them.
/// </summary>
public sealed record MachineProbe(DateTimeOffset Started, double Seconds, IReadOnlyList<ProbeReading> Readings)
{
    /// <summary>Something to run once; returns how much was done (in the unit) in how many seconds.</summary>
    public sealed record Probe(string What, string Unit, Func<(double Amount, double Seconds)> Run);

    private const int CopyBytes = 1 << 27; // 128 MiB, beyond any last-level cache share of a core
    private const int LoopSteps = 2_000_000;

    /// <summary>Runs the probes in turn for about <paramref name="seconds"/>, after one round that does not count.</summary>
    public static MachineProbe Take(IReadOnlyList<Probe> probes, double seconds = 5, CancellationToken cancellation = default)
    {
        var (started, clock) = (DateTimeOffset.UtcNow, Stopwatch.StartNew());
        var rates = probes.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < 2 || clock.Elapsed.TotalSeconds < seconds; round++)
        {
            for (var i = 0; i < probes.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var (amount, elapsed) = probes[i].Run();
                if (round > 0) rates[i].Add(amount / elapsed);
            }
        }

        return new MachineProbe(started, clock.Elapsed.TotalSeconds, [.. probes.Zip(rates, (probe, measured) => new ProbeReading(
            probe.What, probe.Unit, Quantiles.Median([.. measured]), PercentileBootstrap.Of(measured, Quantiles.Median, resamples: 1000), measured.Max(), measured.Count))]);
    }

    /// <summary>Several of the same probes as one: the median of the medians, their lowest and highest bound, the best of all.</summary>
    public static MachineProbe Join(IReadOnlyList<MachineProbe> probes) => new(probes[0].Started, probes.Sum(probe => probe.Seconds),
    [
        .. from reading in probes.SelectMany(probe => probe.Readings)
           group reading by (reading.What, reading.Unit) into same
           select new ProbeReading(
               same.Key.What, same.Key.Unit, Quantiles.Median([.. same.Select(reading => reading.Median)]),
               new Interval(same.Min(reading => reading.Interval.Low), same.Max(reading => reading.Interval.High)), same.Max(reading => reading.Best), same.Sum(reading => reading.Samples)),
    ]);

    /// <summary>What managed code can probe: copying memory on all processors, and a loop of dependent integer operations on one.</summary>
    public static IReadOnlyList<Probe> Host()
    {
        Lazy<(byte[] From, byte[] To)> memory = new(() => (GC.AllocateUninitializedArray<byte>(CopyBytes), GC.AllocateUninitializedArray<byte>(CopyBytes)));
        return
        [
            new("memory copy, bytes read and written", "GB/s", () =>
            {
                var (from, to) = memory.Value;
                var part = CopyBytes / Environment.ProcessorCount;
                var start = Stopwatch.GetTimestamp();
                Parallel.For(0, Environment.ProcessorCount, i => from.AsSpan(i * part, part).CopyTo(to.AsSpan(i * part, part)));
                return (2.0 * part * Environment.ProcessorCount / 1e9, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }),
            new("SplitMix64 on one core", "million numbers/s", () =>
            {
                var random = new SplitMix64(1);
                ulong sum = 0;
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < LoopSteps; i++) sum ^= random.Next();
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                GC.KeepAlive(sum); // or the loop may go
                return (LoopSteps / 1e6, seconds);
            }),
        ];
    }
}
