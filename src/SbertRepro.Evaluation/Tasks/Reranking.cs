using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Evaluation.Tasks;

/// <summary>
/// Retrieve, then rerank: a cheap system proposes candidates, a pair scorer reads each of the first <c>depth</c> together with the query and puts them into order.
/// Scoring and ordering are apart, so that one pass of the model at the greatest depth answers for all smaller ones.
/// </summary>
public static class Reranking
{
    /// <summary>Scores the first <paramref name="depth"/> candidates of every query, all queries in one call; query id to scores in rank order.</summary>
    public static IReadOnlyDictionary<string, float[]> Score(
        RetrievalDataset dataset, IReadOnlyDictionary<string, IReadOnlyList<RankedDocument>> candidates, IPairScorer scorer, int depth,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        var texts = dataset.Documents.ToDictionary(document => document.Id, document => document.FullText, StringComparer.Ordinal);
        RetrievalQuery[] queries = [.. dataset.Queries.Where(query => candidates.ContainsKey(query.Id))];
        var lists = queries.Select(query => Ranking.Sorted(candidates[query.Id]).Take(depth).ToArray()).ToArray();
        var scores = scorer.Score([.. queries.Zip(lists).SelectMany(item => item.Second.Select(document => new SentencePair(item.First.Text, texts[document.Id])))], progress, cancellation);
        var byQuery = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var start = 0;
        for (var i = 0; i < queries.Length; i++)
        {
            byQuery[queries[i].Id] = scores[start..(start + lists[i].Length)];
            start += lists[i].Length;
        }

        return byQuery;
    }

    /// <summary>
    /// The candidates with the first <paramref name="depth"/> in the order of their scores and the others behind them in the order they had; scores say that order and no more
    /// (cosines, BM25 and logits have no common scale). Equal scores keep the candidates' order.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<RankedDocument>> Apply(
        IReadOnlyDictionary<string, IReadOnlyList<RankedDocument>> candidates, IReadOnlyDictionary<string, float[]> scores, int depth) =>
        candidates.ToDictionary(query => query.Key, query => Apply(Ranking.Sorted(query.Value), scores.GetValueOrDefault(query.Key, []), depth), StringComparer.Ordinal);

    private static IReadOnlyList<RankedDocument> Apply(IReadOnlyList<RankedDocument> sorted, float[] scores, int depth)
    {
        depth = Math.Min(depth, sorted.Count);
        if (scores.Length < depth) throw new ArgumentException($"{scores.Length} scores for depth {depth}", nameof(scores));
        var order = Enumerable.Range(0, depth).OrderByDescending(rank => scores[rank]).Concat(Enumerable.Range(depth, sorted.Count - depth));
        return [.. order.Select((old, rank) => new RankedDocument(sorted[old].Id, -rank))];
    }
}
