using System.Diagnostics;
using System.Globalization;
using SbertRepro.Evaluation.Regression;
using Spectre.Console;

namespace SbertRepro.Cli.Gate;

/// <summary>What the gate found about latency and counted work, and what the history will keep of it.</summary>
internal sealed record SpeedFindings(IReadOnlyList<LatencyFinding> Latency, IReadOnlyList<CounterFinding> Counters, IReadOnlyList<HistoryCell> Timings);

/// <summary>
/// Latency and counted work of the systems whose probes the baseline holds. Each is timed once for the history; beside another program also in turns, within a
/// budget that the systems share.
/// </summary>
/// <param name="other">The program to compare with; null without one, and then only counters can fail.</param>
/// <param name="typed">What one types after --system for a system's id.</param>
/// <param name="history">Of this machine: each cell's own noise.</param>
/// <param name="threads">With which the systems compute.</param>
/// <param name="budget">Of all comparisons together.</param>
internal sealed class SpeedCheck(OtherProgram? other, Func<string, string> typed, History history, string threads, TimeSpan budget)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public SpeedFindings Judge(IReadOnlyList<ProbeVectors> probes, CancellationToken cancellation)
    {
        var timings = probes.Select(probe => (Probe: probe, Now: Time(probe.System, cancellation))).ToList();
        _clock.Restart();
        var compared = other is null ? [] : probes.Select((probe, index) => Compare(other, probe.System, probes.Count - index, cancellation)).ToList();
        var counters = other is not null ? compared.Select(pair => pair.Counters)
            : timings.Select(timing => timing.Now?.Against(timing.Probe, history.Machine)).OfType<CounterFinding>();
        return new([.. compared.Select(pair => pair.Latency)], [.. counters], [.. timings.Select(timing => timing.Now?.Entry).OfType<HistoryCell>()]);
    }

    private ProbeTiming? Time(string system, CancellationToken cancellation)
    {
        Terminal.Error.WriteLine($"{system}: timing and counting one process");
        return ProbeTiming.Of(system, typed(system), threads, cancellation);
    }

    private (LatencyFinding Latency, CounterFinding Counters) Compare(OtherProgram against, string system, int left, CancellationToken cancellation)
    {
        var end = _clock.Elapsed + ((budget - _clock.Elapsed) / left);
        var rule = LatencyRule.Processes;
        var check = new LatencyCheck(OtherProgram.This, against, threads)
        {
            Progress = (blocks, ratio) => Terminal.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{system}: block {blocks} of {rule.FewestBlocks} to {rule.MostBlocks}, twice that to confirm; "
                + $"{LatencyCheck.Percent(ratio)}; {_clock.Elapsed:mm\\:ss} of {end:mm\\:ss}")),
        };
        var cell = LatencyCheck.CellOf(system, threads);
        return check.Judge(cell, typed(system), history.NoiseOf(cell), () => _clock.Elapsed > end, cancellation);
    }
}
