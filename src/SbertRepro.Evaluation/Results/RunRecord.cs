namespace SbertRepro.Evaluation.Results;

/// <summary>
/// All that one system with one seed measured for one table on one machine: the content of
/// <c>results/&lt;scale&gt;/&lt;machine&gt;/&lt;table&gt;/&lt;system&gt;.seedN.json</c>. Cells are added one by one as they are measured.
/// </summary>
public sealed record RunRecord(string Table, string System, int Seed, string Scale, string Machine, IReadOnlyList<CellRecord> Cells)
{
    /// <summary>Raised when the layout of the JSON file changes.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;
}

/// <summary>One cell of a table: a system on a dataset, with every score derived from the same predictions.</summary>
/// <param name="Dataset">Dataset id, e.g. STSb-test.</param>
/// <param name="Scores">All metrics and aggregations.</param>
/// <param name="Predictions">One per item in file order, subsets one after another: similarities of pairs, classes of sentences; scores are computed from exactly these values.</param>
/// <param name="Fingerprint">What could change the number; decides whether the cell is fresh.</param>
/// <param name="Provenance">Who, where, when, with what.</param>
public sealed record CellRecord(string Dataset, IReadOnlyList<Score> Scores, float[] Predictions, Fingerprint Fingerprint, Provenance Provenance)
{
    /// <summary>What a reader must know beside the number, e.g. "62 of 2,758 sentences had no known word".</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public Score? Find(string metric, string aggregation) => Scores.FirstOrDefault(score => score.Metric == metric && score.Aggregation == aggregation);
}
