using System.Text.Json;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Studies;

/// <summary>Scores of a reranker, saved after every few queries: minutes of work that a kill does not throw away. Files are renamed into place when whole.</summary>
/// <param name="folder">Of exactly one step with exactly these inputs.</param>
public sealed class PairScoreBlocks(string folder)
{
    private const int QueriesPerBlock = 10;

    /// <summary>As <see cref="Reranking.Score"/>.</summary>
    public IReadOnlyDictionary<string, float[]> Score(
        RetrievalDataset dataset, IReadOnlyDictionary<string, IReadOnlyList<RankedDocument>> candidates, IPairScorer scorer, int depth, StudyContext context)
    {
        Directory.CreateDirectory(folder);
        var scores = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var (number, queries) in dataset.Queries.Chunk(QueriesPerBlock).Index())
        {
            var path = Path.Combine(folder, $"{number}.json");
            var block = Read(path, queries, candidates, depth)
                ?? Write(path, Reranking.Score(dataset with { Queries = queries }, candidates, scorer, depth, cancellation: context.Cancellation));
            foreach (var (query, found) in block) scores[query] = found;
            context.Report(scores.Count, dataset.Queries.Count, "queries reranked");
        }

        return scores;
    }

    /// <summary>When the scores are saved elsewhere.</summary>
    public void Delete() => Directory.Delete(folder, recursive: true);

    // Null for what is not there, not whole, or of other queries: it is made anew.
    private static Dictionary<string, float[]>? Read(string path, RetrievalQuery[] queries, IReadOnlyDictionary<string, IReadOnlyList<RankedDocument>> candidates, int depth)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var read = JsonSerializer.Deserialize<Dictionary<string, float[]>>(File.ReadAllBytes(path));
            return read?.Count == queries.Length && queries.All(query => read.TryGetValue(query.Id, out var scores) && scores.Length == Expected(query)) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }

        int Expected(RetrievalQuery query) => Math.Min(depth, candidates[query.Id].Count);
    }

    private static IReadOnlyDictionary<string, float[]> Write(string path, IReadOnlyDictionary<string, float[]> scores)
    {
        File.WriteAllBytes(path + ".tmp", JsonSerializer.SerializeToUtf8Bytes(scores));
        File.Move(path + ".tmp", path, overwrite: true);
        return scores;
    }
}
