using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>A cell of the baseline and what stands in its place now, all seeds together.</summary>
/// <param name="Name">For people: "sample table1 mini-bert-mean Sample-STS-test".</param>
/// <param name="Metric">The score that the table shows.</param>
/// <param name="Baseline">One per seed.</param>
/// <param name="Candidate">One per seed; empty where there is nothing to compare.</param>
/// <param name="Gold">Human scores or classes of the items, read when a test needs them; null where the dataset is not here.</param>
public sealed record QualityCell(string Name, string Metric, IReadOnlyList<CellRecord> Baseline, IReadOnlyList<CellRecord> Candidate, Func<double[]?> Gold)
{
    /// <summary>Why there is no candidate, and what to do about it.</summary>
    public string Missing { get; init; } = "not measured";

    /// <summary>Every seed of the baseline was measured again with exactly the same inputs.</summary>
    public bool SameInputs => Baseline.Count > 0 && Baseline.All(before => Again(before) is not null);

    /// <summary>Names of the inputs that differ, over all seeds.</summary>
    public IReadOnlyList<string> ChangedInputs => Candidate.Count == 0 ? [] :
        [.. Baseline.Zip(Candidate, (before, after) => before.Fingerprint.DifferencesTo(after.Fingerprint)).SelectMany(names => names).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The candidate with the same inputs as a record of the baseline.</summary>
    public CellRecord? Again(CellRecord before) => Candidate.FirstOrDefault(after => after.Fingerprint.Equals(before.Fingerprint));

    /// <summary>Mean over the seeds; NaN where none has the metric.</summary>
    public double Mean(IReadOnlyList<CellRecord> records) =>
        records.Select(record => record.Find(Metric, "all")).OfType<Score>().Select(score => score.Value).DefaultIfEmpty(double.NaN).Average();
}
