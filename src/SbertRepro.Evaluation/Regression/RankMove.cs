using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Evaluation.Regression;

/// <summary>An item that the system ranks differently now: what a changed Spearman correlation is made of.</summary>
/// <param name="Item">Position in the dataset, from 1.</param>
/// <param name="Before">Average rank by predicted similarity, 1 the least similar.</param>
/// <param name="After">The same now.</param>
public sealed record RankMove(int Item, double Before, double After)
{
    /// <summary>The items that moved most, furthest first; empty where nothing moved or the items are not the same.</summary>
    public static IReadOnlyList<RankMove> Largest(float[] before, float[] after, int count)
    {
        if (count == 0 || before.Length != after.Length || before.Concat(after).Any(float.IsNaN)) return [];
        var (old, now) = (Ranks.Average(Array.ConvertAll(before, value => (double)value)), Ranks.Average(Array.ConvertAll(after, value => (double)value)));
        return [.. Enumerable.Range(0, old.Length).Where(item => old[item] != now[item]).OrderByDescending(item => Math.Abs(now[item] - old[item])).Take(count)
            .Select(item => new RankMove(item + 1, old[item], now[item]))];
    }
}
