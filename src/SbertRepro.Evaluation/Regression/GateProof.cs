using System.Text.Json.Serialization.Metadata;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>How often the gate spoke up about planted effects and about none: the content of <c>results/&lt;scale&gt;/&lt;machine&gt;/gate/proof.gate.json</c>.</summary>
public sealed record GateProof(string Scale, string Machine, IReadOnlyList<ProofRow> Rows, IReadOnlyList<string> Notes, Provenance Provenance) : IStoredRecord<GateProof>
{
    public int Schema { get; init; } = RunRecord.CurrentSchema;

    public static string Kind => "gate";

    public static JsonTypeInfo<GateProof> Json => ResultsJson.Context.GateProof;

    string IStoredRecord<GateProof>.Name => "proof";
}

/// <summary>One planted effect over many runs.</summary>
/// <param name="Gate">quality, drift or latency.</param>
/// <param name="Planted">What was planted.</param>
/// <param name="IsEffect">False where nothing was planted: every alarm is then false.</param>
/// <param name="Runs">How often it was tried.</param>
/// <param name="Alarms">How often the gate failed the run (the drift check: warned).</param>
/// <param name="Undecided">How often the gate could not tell.</param>
/// <param name="Rate">Wilson's 95 % interval of the rate of alarms.</param>
/// <param name="Target">The share of alarms asked for: at least this for an effect, at most for none; null where nothing was asked.</param>
public sealed record ProofRow(string Gate, string Planted, bool IsEffect, int Runs, int Alarms, int Undecided, Interval Rate, double? Target)
{
    /// <summary>Whether the target was met; null where there is none.</summary>
    public bool? Met => Target is not { } target ? null : IsEffect ? Alarms >= target * Runs : Alarms <= target * Runs;
}
