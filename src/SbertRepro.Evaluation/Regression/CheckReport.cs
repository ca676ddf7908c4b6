namespace SbertRepro.Evaluation.Regression;

/// <summary>All that one run of the gate found.</summary>
/// <param name="Quality">One per cell of the baseline.</param>
/// <param name="Drift">One per system whose probe vectors the baseline holds.</param>
/// <param name="Latency">One per system that was timed against another program; empty without one.</param>
/// <param name="Counters">One per system that was timed against another program.</param>
/// <param name="Warnings">Steps in the history and other things to know; they never fail.</param>
public sealed record CheckReport(
    IReadOnlyList<QualityFinding> Quality, IReadOnlyList<DriftFinding> Drift, IReadOnlyList<LatencyFinding> Latency,
    IReadOnlyList<CounterFinding> Counters, IReadOnlyList<string> Warnings)
{
    public bool Fails => Quality.Any(finding => finding.Fails) || Latency.Any(finding => finding.Fails) || Counters.Any(finding => finding.Fails);

    public bool Undecided => Quality.Any(finding => finding.Undecided) || Latency.Any(finding => finding.Undecided);

    /// <summary>"failed", "inconclusive" or "passed".</summary>
    public string Word => Fails ? "failed" : Undecided ? "inconclusive" : "passed";
}
