using System.Globalization;
using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Reporting;

/// <summary>What the report says of the regression gate: its proof, why baselines were accepted, and what changed since.</summary>
/// <param name="Proofs">One per machine that proved the gate.</param>
/// <param name="Histories">One per machine.</param>
/// <param name="SinceBaseline">The stored results against the accepted ones; null without a baseline.</param>
public sealed record GateSection(IReadOnlyList<GateProof> Proofs, IReadOnlyList<History> Histories, RunDifference? SinceBaseline)
{
    public static readonly GateSection Nothing = new([], [], null);

    internal static readonly string[] ProofColumns = ["gate", "planted", "runs", "alarms", "rate", "95 % interval", "undecided", "asked for"];

    internal static readonly string[] AcceptColumns = ["accepted", "machine", "commit", "cells", "reason"];

    internal IEnumerable<string[]> Accepted => from history in Histories
                                               from entry in history.Entries
                                               where entry.Event == HistoryEntry.Accept
                                               orderby entry.Time
                                               select AcceptRow(history.Machine, entry);

    private static string[] AcceptRow(string machine, HistoryEntry entry) =>
    [
        entry.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC", machine, entry.Commit[..Math.Min(12, entry.Commit.Length)],
        CellText.Whole(entry.Cells.Count), entry.Reason,
    ];

    internal static string[] Row(ProofRow row) =>
    [
        row.Gate, row.Planted, CellText.Whole(row.Runs), CellText.Whole(row.Alarms), Percent((double)row.Alarms / row.Runs),
        $"[{Percent(row.Rate.Low)}, {Percent(row.Rate.High)}]", CellText.Whole(row.Undecided),
        row.Target is { } target ? $"{(row.IsEffect ? "at least" : "at most")} {Percent(target)}: {(row.Met == true ? "met" : "missed")}" : "",
    ];

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
