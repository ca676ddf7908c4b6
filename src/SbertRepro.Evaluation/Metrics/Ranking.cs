namespace SbertRepro.Evaluation.Metrics;

/// <summary>A document with the score a system gave it for a query.</summary>
public readonly record struct RankedDocument(string Id, double Score);

/// <summary>
/// Quality of one query's ranking by the definitions of trec_eval 9.0: documents by falling score, equal scores by falling document id in byte order
/// (whatever order the system returned them in), grades above 0 relevant, gain equal to the grade.
/// </summary>
public static class Ranking
{
    /// <summary>In the order in which trec_eval reads them.</summary>
    /// <exception cref="ArgumentException">A document occurs twice or a score is NaN.</exception>
    public static IReadOnlyList<RankedDocument> Sorted(IEnumerable<RankedDocument> documents)
    {
        RankedDocument[] sorted = [.. documents.OrderByDescending(document => document.Score).ThenByDescending(document => document.Id, StringComparer.Ordinal)];
        if (sorted.FirstOrDefault(document => double.IsNaN(document.Score)) is { Id: not null } bad) throw new ArgumentException($"the score of {bad.Id} is NaN", nameof(documents));
        if (sorted.DistinctBy(document => document.Id).Count() != sorted.Length) throw new ArgumentException("a document occurs twice", nameof(documents));
        return sorted;
    }

    /// <summary>ndcg_cut: sum of grade / log2(rank + 1) over the first <paramref name="cut"/> ranks, over that of the best possible ranking; 0 where nothing is relevant.</summary>
    public static double Ndcg(IReadOnlyList<RankedDocument> sorted, IReadOnlyDictionary<string, int> grades, int cut)
    {
        var ideal = Gain(grades.Values.OrderDescending(), cut);
        return ideal == 0 ? 0 : Gain(sorted.Select(document => grades.GetValueOrDefault(document.Id)), cut) / ideal;
    }

    /// <summary>recip_rank: 1 / rank of the first relevant document; 0 where none is among the first <paramref name="cut"/>.</summary>
    public static double ReciprocalRank(IReadOnlyList<RankedDocument> sorted, IReadOnlyDictionary<string, int> grades, int cut)
    {
        for (var rank = 1; rank <= Math.Min(cut, sorted.Count); rank++)
        {
            if (grades.GetValueOrDefault(sorted[rank - 1].Id) > 0) return 1.0 / rank;
        }

        return 0;
    }

    /// <summary>recall: relevant documents among the first <paramref name="cut"/> over all relevant ones; 0 where nothing is relevant.</summary>
    public static double Recall(IReadOnlyList<RankedDocument> sorted, IReadOnlyDictionary<string, int> grades, int cut)
    {
        var relevant = grades.Values.Count(grade => grade > 0);
        return relevant == 0 ? 0 : (double)sorted.Take(cut).Count(document => grades.GetValueOrDefault(document.Id) > 0) / relevant;
    }

    private static double Gain(IEnumerable<int> grades, int cut) => grades.Take(cut).Select((grade, index) => Math.Max(0, grade) / Math.Log2(index + 2)).Sum();
}
