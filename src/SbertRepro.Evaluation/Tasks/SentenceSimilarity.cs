using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Tasks;

/// <summary>
/// Semantic textual similarity (paper sections 4.1 and 4.2): similarity of two sentence vectors against human judgement, by rank correlation.
/// The paper concatenates the subsets of a year and takes one correlation ("all"); SentEval also offers the plain and the size-weighted mean.
/// </summary>
public static class SentenceSimilarity
{
    private delegate double Correlate(ReadOnlySpan<double> x, ReadOnlySpan<double> y);

    private delegate double Measure(ReadOnlySpan<float> u, ReadOnlySpan<float> v);

    /// <summary>Encodes each distinct sentence once and scores the pairs by all similarity functions.</summary>
    public static TaskResult Evaluate(
        ISentenceEncoder encoder, StsDataset dataset, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var pairs = dataset.Subsets.SelectMany(subset => subset.Pairs).ToArray();
        string[] sentences = [.. dataset.DistinctSentences];
        var rows = sentences.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        var vectors = encoder.Encode(sentences, progress, cancellation);
        var cosines = SimilaritiesBy(Similarity.Cosine);
        return new TaskResult(
            [
                .. MainScores(dataset, cosines),
                .. SideScores(dataset, "manhattan-spearman", SimilaritiesBy(Similarity.Manhattan)),
                .. SideScores(dataset, "euclidean-spearman", SimilaritiesBy(Similarity.Euclidean)),
                .. SideScores(dataset, "dot-spearman", SimilaritiesBy(Similarity.Dot)),
            ],
            cosines);

        float[] SimilaritiesBy(Measure measure) => [.. pairs.Select(pair => (float)measure(vectors[rows[pair.First]], vectors[rows[pair.Second]]))];
    }

    /// <summary>Scores the pairs by a model that reads both sentences.</summary>
    public static TaskResult Evaluate(
        IPairScorer scorer, StsDataset dataset, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var scores = scorer.Score([.. dataset.Subsets.SelectMany(subset => subset.Pairs).Select(pair => pair.Pair)], progress, cancellation);
        return new TaskResult(MainScores(dataset, scores), scores);
    }

    /// <summary>Spearman's rho of the cosines over all pairs, without an interval: what training looks at now and then.</summary>
    public static double Spearman(ISentenceEncoder encoder, StsDataset dataset)
    {
        var pairs = dataset.Subsets.SelectMany(subset => subset.Pairs).ToArray();
        var vectors = encoder.Encode([.. pairs.Select(pair => pair.First), .. pairs.Select(pair => pair.Second)]);
        return Correlation.Spearman([.. pairs.Select((_, index) => Similarity.Cosine(vectors[index], vectors[pairs.Length + index]))], [.. pairs.Select(pair => pair.Gold)]);
    }

    /// <summary>Spearman's rho of the scores over all pairs, without an interval.</summary>
    public static double Spearman(IPairScorer scorer, StsDataset dataset)
    {
        var pairs = dataset.Subsets.SelectMany(subset => subset.Pairs).ToArray();
        return Correlation.Spearman([.. scorer.Score([.. pairs.Select(pair => pair.Pair)]).Select(score => (double)score)], [.. pairs.Select(pair => pair.Gold)]);
    }

    /// <summary>"spearman" with its interval, and "pearson", of stored similarities; what a reader can recompute from a result file.</summary>
    public static IReadOnlyList<Score> MainScores(StsDataset dataset, float[] similarities)
    {
        var subsets = Split(dataset, similarities);
        return
        [
            .. Aggregations(subsets).Select(way =>
                Score("spearman", way, Correlation.Spearman) with { Interval = Bootstrap.Spearman(way.Parts, way.Weights) }),
            .. Aggregations(subsets).Select(way => Score("pearson", way, Correlation.Pearson)),
        ];
    }

    private static IEnumerable<Score> SideScores(StsDataset dataset, string metric, float[] similarities) =>
        Aggregations(Split(dataset, similarities)).Select(way => Score(metric, way, Correlation.Spearman));

    private static Score Score(string metric, Aggregation way, Correlate correlation) => new(
        metric, way.Name, way.Parts.Zip(way.Weights, (part, weight) => weight * correlation(part.X, part.Y)).Sum(), null, way.Parts.Sum(part => part.X.Length));

    private sealed record Aggregation(string Name, IReadOnlyList<(double[] X, double[] Y)> Parts, IReadOnlyList<double> Weights);

    private static IEnumerable<Aggregation> Aggregations((double[] X, double[] Y)[] subsets)
    {
        yield return new("all", [([.. subsets.SelectMany(part => part.X)], [.. subsets.SelectMany(part => part.Y)])], [1]);
        if (subsets.Length == 1) yield break;
        yield return new("mean", subsets, [.. subsets.Select(_ => 1.0 / subsets.Length)]);
        var total = (double)subsets.Sum(part => part.X.Length);
        yield return new("wmean", subsets, [.. subsets.Select(part => part.X.Length / total)]);
    }

    private static (double[] X, double[] Y)[] Split(StsDataset dataset, float[] similarities)
    {
        var start = 0;
        return [.. dataset.Subsets.Select(subset =>
        {
            var part = similarities.Skip(start).Take(subset.Pairs.Count).Select(value => (double)value).ToArray();
            start += subset.Pairs.Count;
            return (part, subset.Pairs.Select(pair => pair.Gold).ToArray());
        })];
    }
}
