using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Cli.Gate;

/// <summary>This program's own timing of a system, in a fresh process: what the history keeps, and counted work to compare with the baseline's.</summary>
/// <param name="Cell">As in <see cref="LatencyCheck.CellOf"/>.</param>
/// <param name="Timing">What the process said.</param>
internal sealed record ProbeTiming(string Cell, EncodingTiming Timing)
{
    private const int Passes = 5;

    /// <summary>As a cell of the history.</summary>
    public HistoryCell Entry => new(Cell, Seconds: Timing.Undisturbed, Normalised: Timing.Normalised);

    /// <param name="id">Of the system.</param>
    /// <param name="typed">What one types after --system for it.</param>
    /// <param name="threads">With which it computes.</param>
    /// <param name="cancellation">Ends the process too.</param>
    /// <returns>Null where the system cannot be timed here.</returns>
    public static ProbeTiming? Of(string id, string typed, string threads, CancellationToken cancellation) =>
        OtherProgram.This.Time(typed, Passes, threads, cancellation) is { } timing ? new(LatencyCheck.CellOf(id, threads), timing) : null;

    /// <returns>Null where the baseline has no counters, or those of other sentences.</returns>
    public CounterFinding? Against(ProbeVectors baseline, string machine) => baseline.Counters is { } counters && baseline.Probe == Timing.Probe
        ? new(Cell, Timing.Counters.RisesSince(counters, baseline.Machine == machine))
        : null;
}
