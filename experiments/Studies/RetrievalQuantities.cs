using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Studies;

/// <summary>The quality of a run over all queries as quantities.</summary>
internal static class RetrievalQuantities
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["ndcg@10"] = StudyWords.NdcgAt10,
        ["mrr@10"] = SciFactRetrieval.MrrAt10,
        ["recall@100"] = SciFactRetrieval.RecallAt100,
    };

    /// <summary>Means with intervals over queries; beside nDCG@10 that of every query, in the order of the dataset.</summary>
    public static (IEnumerable<Quantity> Quantities, IReadOnlyList<string> Notes) Of(
        string system, RetrievalDataset dataset, IReadOnlyDictionary<string, IReadOnlyList<RankedDocument>> run, double? size = null)
    {
        var result = RetrievalQuality.Evaluate(dataset, run);
        var quantities = result.Scores.Select(score => new Quantity(system, Names[score.Metric], "", score.Value)
        {
            Interval = score.Interval,
            Count = score.Count,
            Size = size,
            Samples = score.Metric == "ndcg@10" ? [.. result.Predictions.Select(gain => (double)gain)] : [],
        });
        return (quantities, result.Notes);
    }
}
