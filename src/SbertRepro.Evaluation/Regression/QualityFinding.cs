using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>What the gate says of a score.</summary>
public enum QualityOutcome
{
    /// <summary>Same inputs, same number.</summary>
    Equal,

    /// <summary>Other inputs, and no drop that counts.</summary>
    Same,

    /// <summary>Other inputs, and certainly higher by more than the margin.</summary>
    Better,

    /// <summary>Other inputs, and certainly lower by more than the margin: fails.</summary>
    Worse,

    /// <summary>Same inputs, another number: fails, for the fingerprint misses an input or the code is not deterministic.</summary>
    Broken,

    /// <summary>Nothing to compare, or no way to test the difference.</summary>
    Unknown,
}

/// <summary>The gate's word on one cell, and why.</summary>
/// <param name="Cell">As in <see cref="QualityCell.Name"/>.</param>
/// <param name="Outcome">The word.</param>
/// <param name="Before">Mean score of the baseline, natural units.</param>
/// <param name="After">Mean score now; null where there is none.</param>
/// <param name="Interval">95 % interval of the difference; null where no test was needed.</param>
/// <param name="PValue">That the score did not drop, one-sided, after Holm's correction; null where no test was needed.</param>
/// <param name="Reason">In one sentence.</param>
public sealed record QualityFinding(string Cell, QualityOutcome Outcome, double Before, double? After, Interval? Interval, double? PValue, string Reason)
{
    public double? Difference => After - Before;

    public bool Fails => Outcome is QualityOutcome.Worse or QualityOutcome.Broken;

    public bool Undecided => Outcome is QualityOutcome.Unknown;
}
