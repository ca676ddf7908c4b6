using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>The weights that each model has now: those which the newest result read. Results of other weights are of a former model.</summary>
public sealed class CurrentWeights
{
    private readonly Dictionary<string, string> _sha256;

    private CurrentWeights(Dictionary<string, string> sha256) => _sha256 = sha256;

    /// <summary>Over all scales and machines.</summary>
    public static CurrentWeights In(StoredResults stored) =>
        new(stored.Runs.SelectMany(run => run.Cells).Select(cell => (cell.Fingerprint, cell.Provenance.Started))
            .Concat(stored.Steps.Select(step => (step.Fingerprint, step.Provenance.Started)))
            .SelectMany(result => WeightsRead.By(result.Fingerprint).Select(read => (Read: read, result.Started)))
            .GroupBy(result => result.Read.Model, StringComparer.Ordinal)
            .ToDictionary(model => model.Key, model => model.MaxBy(result => result.Started).Read.Sha256, StringComparer.Ordinal));

    /// <summary>Whether weights that the result read have been replaced since.</summary>
    public bool AreNotOf(Fingerprint result) => WeightsRead.By(result).Any(IsFormer);

    /// <summary>The same of any of the run's cells.</summary>
    public bool AreNotOf(RunRecord run) => run.Cells.Any(cell => AreNotOf(cell.Fingerprint));

    /// <summary>
    /// The runs without those cells of former weights that stand in a row (one system of a table, on one machine) beside cells of current ones: a mean over seeds of both,
    /// or over datasets, would be of no model. Rows that are wholly of a former model stay as they are.
    /// </summary>
    public IReadOnlyList<RunRecord> Unmixed(IReadOnlyList<RunRecord> runs)
    {
        var renewed = runs.GroupBy(Row).Where(row => row.Any(AreNotOf) && row.SelectMany(run => run.Cells).Any(cell => !AreNotOf(cell.Fingerprint)))
            .Select(row => row.Key).ToHashSet();
        return [.. runs.Select(run => renewed.Contains(Row(run)) ? run with { Cells = [.. run.Cells.Where(cell => !AreNotOf(cell.Fingerprint))] } : run)
            .Where(run => run.Cells.Count > 0)];
    }

    internal bool IsFormer(WeightsRead read) => _sha256.TryGetValue(read.Model, out var now) && now != read.Sha256;

    private static (string Scale, string Machine, string Table, string System) Row(RunRecord run) => (run.Scale, run.Machine, run.Table, run.System);
}
