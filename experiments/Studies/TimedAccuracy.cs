using SbertRepro.Encoders.Speed;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Studies;

/// <summary>Whether an encoder that is timed still answers well, read off the very vectors that it was timed on: a fast wrong answer is none.</summary>
public static class TimedAccuracy
{
    /// <summary>Points of Spearman that a speed may cost: design, section 4.</summary>
    public const double RequiredSpearman = 0.1;

    /// <summary>Sentences that are encoded once more, untimed and in float32, to compare with: a second or two of BERT-base.</summary>
    private const int Compared = 256;

    private const string DevelopmentSet = "STSb-dev"; // a part of the benchmark

    /// <summary>The sentences of a similarity set, pair after pair, repetitions included.</summary>
    /// <param name="dataset">Its id, e.g. STSb-dev.</param>
    /// <param name="pairs">The first so many.</param>
    public static SentenceSet PairsOf(string dataset, int pairs = int.MaxValue) => new($"{dataset}, repetitions included", [.. StsDatasets.Find(dataset).Artifacts],
        resolve => Pairs(dataset, resolve).Take(pairs).SelectMany(pair => new[] { pair.First, pair.Second }));

    /// <summary>The similarity set whose sentences are among those of a search; null for sentences without scores, and for random weights, which have nothing to lose.</summary>
    public static string? DatasetOf(SentenceSet sentences, SystemSpec system) => sentences == SentenceSet.StsBenchmark && system.Recipe is not UntrainedBertRecipe ? DevelopmentSet : null;

    /// <summary>Spearman x100 of the cosines over the pairs whose sentences are both among the encoded ones, and their number.</summary>
    /// <param name="dataset">A similarity set.</param>
    /// <param name="sentences">That were encoded.</param>
    /// <param name="vectors">Theirs, in the same order.</param>
    /// <param name="resolve">Artifact id to path.</param>
    public static (double Spearman, int Pairs) Of(string dataset, IReadOnlyList<string> sentences, SentenceVectors vectors, Func<string, string> resolve)
    {
        var rows = RowsOf(sentences);
        ScoredPair[] there = [.. Pairs(dataset, resolve).Where(pair => rows.ContainsKey(pair.First) && rows.ContainsKey(pair.Second))];
        double[] cosines = [.. there.Select(pair => Similarity.Cosine(vectors[rows[pair.First]], vectors[rows[pair.Second]]))];
        return (100 * Correlation.Spearman(cosines, [.. there.Select(pair => pair.Gold)]), there.Length);
    }

    /// <summary>
    /// Judges the vectors of a timed run: scores them on a similarity set where there is one, and where torch made them compares the first few, and those of the set, with
    /// what the same model makes of the same sentences in float32 when nobody looks at the clock.
    /// </summary>
    /// <param name="row">Of the system, as printed.</param>
    /// <param name="system">That was timed.</param>
    /// <param name="dataset">A similarity set, or null: <see cref="DatasetOf"/>.</param>
    /// <param name="sentences">Distinct; what was encoded in another way than the rest, such as queries, comes first.</param>
    /// <param name="timed">Their vectors, in the same order.</param>
    /// <param name="context">Of the step.</param>
    public static TimedVerdict Judge(string row, SystemSpec system, string? dataset, IReadOnlyList<string> sentences, SentenceVectors timed, StudyContext context)
    {
        (double Spearman, int Pairs)? score = dataset is null ? null : Of(dataset, sentences, timed, context.Resolve);
        Quantity[] scored = score is { } found ? [new(row, SpeedWords.Spearman(dataset!), "", found.Spearman) { Size = sentences.Count, Count = found.Pairs }] : [];
        if (!system.Recipe.UsesTorch) return new TimedVerdict(null, scored);

        int[] rows = [.. Enumerable.Range(0, Math.Min(Compared, sentences.Count)).Union(dataset is null ? [] : RowsOf(dataset, sentences, context.Resolve))];
        string[] compared = [.. rows.Select(index => sentences[index])];
        using var encoder = ((OpenSystem.Encodes)context.OpenAt(system, "fp32")).Encoder;
        var reference = encoder.Encode(compared, cancellation: context.Cancellation);
        var smallest = rows.Select((index, at) => Similarity.Cosine(timed[index], reference[at])).Min();
        var change = score is null ? 0 : score.Value.Spearman - Of(dataset!, compared, reference, context.Resolve).Spearman;
        var holds = smallest >= (context.Setting.Precision == "fp32" ? Turns.RequiredEquality : Turns.RequiredCosine) && Math.Abs(change) <= RequiredSpearman;
        return new TimedVerdict(holds, [.. scored, new Quantity(row, SpeedWords.SmallestCosine, "", smallest) { Size = sentences.Count, Count = rows.Length, Valid = holds }]);
    }

    private static IEnumerable<int> RowsOf(string dataset, IReadOnlyList<string> sentences, Func<string, string> resolve)
    {
        var rows = RowsOf(sentences);
        return Pairs(dataset, resolve).SelectMany(pair => new[] { pair.First, pair.Second }).Where(rows.ContainsKey).Select(sentence => rows[sentence]);
    }

    private static Dictionary<string, int> RowsOf(IReadOnlyList<string> sentences)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (row, sentence) in sentences.Index()) rows.TryAdd(sentence, row);
        return rows;
    }

    private static IEnumerable<ScoredPair> Pairs(string dataset, Func<string, string> resolve) => StsDatasets.Find(dataset).Read(resolve).Subsets.SelectMany(subset => subset.Pairs);
}

/// <summary>What the vectors of a timed run are worth.</summary>
/// <param name="Holds">False voids every time of the run; null where there was nothing to compare with.</param>
/// <param name="Quantities">By which it was judged.</param>
public sealed record TimedVerdict(bool? Holds, IReadOnlyList<Quantity> Quantities)
{
    /// <summary>The times, void if need be, and what they were judged by.</summary>
    public IReadOnlyList<Quantity> Of(IEnumerable<Quantity> times) => [.. times.Select(time => time with { Valid = Holds }), .. Quantities];
}
