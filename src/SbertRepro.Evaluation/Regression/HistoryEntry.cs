using System.Text.Json.Serialization;

namespace SbertRepro.Evaluation.Regression;

/// <summary>One line of a machine's history: what was true of every cell at one moment.</summary>
/// <param name="Time">When.</param>
/// <param name="Commit">Of the code.</param>
/// <param name="Event">"accept" for a new baseline, "check" for a run of the gate.</param>
/// <param name="Reason">Why the baseline was accepted; empty for a check.</param>
/// <param name="Cells">Scores and timings.</param>
public sealed record HistoryEntry(DateTimeOffset Time, string Commit, string Event, string Reason, IReadOnlyList<HistoryCell> Cells)
{
    public const string Accept = "accept";
    public const string Check = "check";

    /// <summary>What a run of the gate found, with its interleaved ratios and its own timings of the same cells side by side.</summary>
    public static HistoryEntry OfCheck(
        DateTimeOffset time, string commit, IReadOnlyList<QualityFinding> quality, IReadOnlyList<LatencyFinding> latency, IReadOnlyList<HistoryCell> timings) => new(
        time, commit, Check, "",
    [
        .. quality.Where(finding => finding.After is { } score && double.IsFinite(score)).Select(finding => new HistoryCell(finding.Cell, Score: finding.After)),
        .. timings.Select(timing => timing with { Ratio = RatioOf(latency.FirstOrDefault(finding => finding.Cell == timing.Cell)) }),
    ]);

    private static double? RatioOf(LatencyFinding? finding) => finding?.Ratio is { } ratio && double.IsFinite(ratio.Median) ? ratio.Median : null;
}

/// <summary>A cell's numbers at one moment.</summary>
/// <param name="Cell">A score's cell, or "encode" and a system.</param>
/// <param name="Score">Natural units; null for a timing.</param>
/// <param name="Seconds">Of one pass over the probe sentences; null for a score.</param>
/// <param name="Normalised">The same in million SplitMix64 numbers, which a slow hour of the machine does not move.</param>
/// <param name="Ratio">Candidate over baseline from an interleaved comparison; null where there was none.</param>
public sealed record HistoryCell(string Cell, double? Score = null, double? Seconds = null, double? Normalised = null, double? Ratio = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HistoryEntry))]
internal sealed partial class HistoryJson : JsonSerializerContext;
