using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Studies;

/// <summary>Whether an encoder that is timed still answers well, read off the very vectors that it was timed on: a fast wrong answer is none.</summary>
public static class TimedAccuracy
{
    /// <summary>The sentences of a similarity set, pair after pair, repetitions included.</summary>
    /// <param name="dataset">Its id, e.g. STSb-dev.</param>
    /// <param name="pairs">The first so many.</param>
    public static SentenceSet PairsOf(string dataset, int pairs = int.MaxValue) => new($"{dataset}, repetitions included", [.. StsDatasets.Find(dataset).Artifacts],
        resolve => Pairs(dataset, resolve).Take(pairs).SelectMany(pair => new[] { pair.First, pair.Second }));

    /// <summary>Spearman x100 of the cosines over the pairs whose sentences are both among the encoded ones, and their number.</summary>
    /// <param name="dataset">A similarity set.</param>
    /// <param name="sentences">That were encoded.</param>
    /// <param name="vectors">Theirs, in the same order.</param>
    /// <param name="resolve">Artifact id to path.</param>
    public static (double Spearman, int Pairs) Of(string dataset, IReadOnlyList<string> sentences, SentenceVectors vectors, Func<string, string> resolve)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (row, sentence) in sentences.Index()) rows.TryAdd(sentence, row);
        ScoredPair[] there = [.. Pairs(dataset, resolve).Where(pair => rows.ContainsKey(pair.First) && rows.ContainsKey(pair.Second))];
        double[] cosines = [.. there.Select(pair => (double)Similarity.Cosine(vectors[rows[pair.First]], vectors[rows[pair.Second]]))];
        return (100 * Correlation.Spearman(cosines, [.. there.Select(pair => pair.Gold)]), there.Length);
    }

    private static IEnumerable<ScoredPair> Pairs(string dataset, Func<string, string> resolve) => StsDatasets.Find(dataset).Read(resolve).Subsets.SelectMany(subset => subset.Pairs);
}
