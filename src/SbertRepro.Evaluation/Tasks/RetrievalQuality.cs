using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Tasks;

/// <summary>
/// Retrieval quality of one system on one collection, averaged over all judged queries as <c>trec_eval -c</c> does: a query without an answer counts 0 and is
/// reported; answers to queries without judgements are ignored.
/// </summary>
public static class RetrievalQuality
{
    /// <summary>ndcg@10, mrr@10 and recall@100 with intervals over queries. The predictions are the nDCG@10 of each query, in the order of the data set.</summary>
    /// <param name="dataset">Queries and judgements.</param>
    /// <param name="run">Query id to scored documents, in any order.</param>
    public static TaskResult Evaluate(RetrievalDataset dataset, IReadOnlyDictionary<string, IReadOnlyList<RankedDocument>> run)
    {
        var rankings = dataset.Queries.Select(query => run.TryGetValue(query.Id, out var documents) ? Ranking.Sorted(documents) : []).ToArray();
        var grades = dataset.Queries.Select(query => dataset.Judgements[query.Id]).ToArray();
        double[] gains = [.. rankings.Zip(grades, (ranking, judged) => Ranking.Ndcg(ranking, judged, 10))];
        var unanswered = rankings.Count(ranking => ranking.Count == 0);
        return new TaskResult(
            [
                Mean("ndcg@10", gains),
                Mean("mrr@10", [.. rankings.Zip(grades, (ranking, judged) => Ranking.ReciprocalRank(ranking, judged, 10))]),
                Mean("recall@100", [.. rankings.Zip(grades, (ranking, judged) => Ranking.Recall(ranking, judged, 100))]),
            ],
            [.. gains.Select(gain => (float)gain)])
        {
            Notes = unanswered == 0 ? [] : [$"{unanswered} of {rankings.Length} queries had no answer and count 0"],
        };
    }

    private static Score Mean(string metric, double[] values) =>
        new(metric, "all", values.Average(), PercentileBootstrap.Of(values, sample => sample.Average()), values.Length);
}
