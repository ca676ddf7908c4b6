using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>What the gate says of a timing.</summary>
public enum LatencyOutcome
{
    /// <summary>Certainly faster by more than the margin.</summary>
    Faster,

    /// <summary>Certainly slower by more than the margin, twice: fails.</summary>
    Slower,

    /// <summary>No change that counts, and a large one is ruled out.</summary>
    Same,

    /// <summary>The machine was too restless to rule out a large change.</summary>
    Noisy,

    /// <summary>Nothing to compare.</summary>
    Unknown,
}

/// <summary>The gate's word on the latency of one cell, and why.</summary>
/// <param name="Cell">What was timed.</param>
/// <param name="Outcome">The word.</param>
/// <param name="Ratio">Time of the candidate over time of the baseline; above 1 is slower. Null where nothing was timed.</param>
/// <param name="Confirmation">The independent re-run, where the first said slower.</param>
/// <param name="Margin">max(3 %, the cell's own noise), as a fraction.</param>
/// <param name="Reason">In one sentence.</param>
public sealed record LatencyFinding(string Cell, LatencyOutcome Outcome, SpeedRatio? Ratio, SpeedRatio? Confirmation, double Margin, string Reason)
{
    public bool Fails => Outcome is LatencyOutcome.Slower;

    public bool Undecided => Outcome is LatencyOutcome.Noisy or LatencyOutcome.Unknown;
}
