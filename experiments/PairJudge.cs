using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Experiments;

/// <summary>
/// Finds the pairs of the STS benchmark that each stored run ranks worst, on whichever machine it was measured: predictions are stored, and people's scores are
/// read from the dataset. Sentences are kept only where the licence lets anyone quote them; elsewhere a pair is its position.
/// </summary>
public sealed class PairJudge(ResultStore results, RecordStore<PairErrorsRecord> records, Sources sources, Catalog catalog)
{
    private const int Kept = 8; // a screenful a system

    private static readonly string[] Datasets = ["STSb-test", "Sample-STS-test"];

    // "CC BY-SA 4.0 as a whole; components vary" (the STS benchmark) is not one of them.
    private static readonly string[] Quotable = ["MIT", "CC0-1.0", "CC BY 4.0", "CC BY-SA 4.0", "Apache-2.0"];

    /// <summary>Looks at every stored run of a dataset that is here, unless it was looked at before; a system of several tables once, with its first seed.</summary>
    public IReadOnlyList<PairErrorsRecord> Judge(CancellationToken cancellation)
    {
        List<PairErrorsRecord> judged = [];
        foreach (var (dataset, run) in Datasets.Where(dataset => sources.OfDataset(dataset).Missing is null).SelectMany(dataset => FirstRuns(dataset).Select(run => (dataset, run))))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Judge(run, run.Cells.Single(cell => cell.Dataset == dataset)) is { } record) judged.Add(record);
        }
        return judged;
    }

    private IEnumerable<RunRecord> FirstRuns(string dataset) => results.All().Where(run => run.Cells.Any(cell => cell.Dataset == dataset))
        .GroupBy(run => (run.Scale, run.Machine, run.System)).Select(group => group.OrderBy(run => run.Table, StringComparer.Ordinal).ThenBy(run => run.Seed).First());

    private PairErrorsRecord? Judge(RunRecord run, CellRecord cell)
    {
        if (records.Find(run.Scale, run.Machine, PairErrorsRecord.NameOf(cell.Dataset, run.System)) is { } before && before.Input == cell.Fingerprint.Hash) return before;
        if (sources.LoadDataset(cell.Dataset) is not SimilarityData { Dataset: var set } || cell.Predictions.Length != set.Count || cell.Predictions.Any(float.IsNaN)) return null;
        var record = new PairErrorsRecord(run.Scale, run.Machine, run.System, run.Seed, cell.Dataset, set.Count, Largest(set, cell.Predictions, MayQuote(cell.Dataset)), cell.Fingerprint.Hash);
        records.Save(record);
        return record;
    }

    private static IReadOnlyList<PairError> Largest(StsDataset set, float[] predictions, bool quote)
    {
        List<ScoredPair> pairs = [.. set.Subsets.SelectMany(subset => subset.Pairs)];
        var (gold, ranks) = (Ranks.Average([.. pairs.Select(pair => pair.Gold)]), Ranks.Average(Array.ConvertAll(predictions, value => (double)value)));
        return [.. Enumerable.Range(0, pairs.Count).OrderByDescending(item => Math.Abs(ranks[item] - gold[item])).Take(Kept)
            .Select(item => new PairError(item + 1, pairs[item].Gold, gold[item], ranks[item]) { First = quote ? pairs[item].First : null, Second = quote ? pairs[item].Second : null })];
    }

    private bool MayQuote(string dataset)
    {
        var licences = catalog.Entries.ToDictionary(entry => entry.Id, entry => entry.Licence, StringComparer.Ordinal);
        return EvaluationTask.Find(dataset).Artifacts.All(id => id.StartsWith("sample/", StringComparison.Ordinal) || Quotable.Contains(licences.GetValueOrDefault(id), StringComparer.Ordinal));
    }
}
