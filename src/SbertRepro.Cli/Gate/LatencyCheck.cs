using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Cli.Gate;

/// <summary>The latency gate over two programs: fresh processes in turn, and their counted work.</summary>
/// <param name="against">The baseline's program.</param>
/// <param name="history">Of this machine: each cell's own noise.</param>
internal sealed class LatencyCheck(OtherProgram against, History history)
{
    private const int Passes = 5;

    public static string CellOf(string system) => $"encode {system}";

    public (LatencyFinding Latency, CounterFinding Counters) Judge(string system, CancellationToken cancellation)
    {
        var cell = CellOf(system);
        // Once each, untimed: the file cache is warm, and a program that cannot answer is found out.
        if (OtherProgram.This.Time(system, 1) is not { } now || against.Time(system, 1) is not { } before || now.Probe != before.Probe)
            return (new(cell, LatencyOutcome.Unknown, null, null, 0, "one of the programs cannot time this system, or has other probe sentences"), new(cell, []));
        var finding = LatencyGate.Judge(cell, side => Seconds(side, system), history.NoiseOf(cell), LatencyRule.Processes, cancellation);
        return (finding, new(cell, now.Counters.RisesSince(before.Counters)));
    }

    private double Seconds(Side side, string system) => (side == Side.Candidate ? OtherProgram.This : against).Time(system, Passes)?.Undisturbed ?? double.NaN;
}
