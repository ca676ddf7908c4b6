using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Evaluation.Cost;

/// <summary>Pairs whose total length lies in a range: what costs a cross-encoder about the same.</summary>
/// <param name="ShortestTotal">Tokens of both sentences together, special tokens not counted.</param>
/// <param name="LongestTotal">Inclusive.</param>
/// <param name="Pairs">How many of the n(n-1)/2 pairs.</param>
public sealed record LengthStratum(int ShortestTotal, int LongestTotal, long Pairs);

/// <summary>
/// The lengths of all n(n-1)/2 pairs of n sentences, counted exactly without visiting them: how many pairs have lengths (a, b) follows from how many sentences have
/// length a and how many b.
/// </summary>
public sealed class PairLengths
{
    private readonly Dictionary<int, int[]> byLength; // sentences of each length
    private readonly Combination[] combinations;      // by rising total

    private readonly record struct Combination(int Shorter, int Longer, long Pairs)
    {
        public int Total => Shorter + Longer;
    }

    /// <param name="lengths">Tokens of each sentence.</param>
    public PairLengths(IReadOnlyList<int> lengths)
    {
        byLength = lengths.Index().GroupBy(item => item.Item).ToDictionary(group => group.Key, group => group.Select(item => item.Index).ToArray());
        combinations =
        [
            .. from a in byLength
               from b in byLength
               where a.Key <= b.Key
               let pairs = a.Key == b.Key ? MostSimilarPair.PairsAmong(a.Value.Length) : (long)a.Value.Length * b.Value.Length
               where pairs > 0
               orderby a.Key + b.Key, a.Key
               select new Combination(a.Key, b.Key, pairs),
        ];
    }

    public long Pairs => combinations.Sum(combination => combination.Pairs);

    /// <summary>Total tokens over all pairs, special tokens not counted.</summary>
    public double Tokens => combinations.Sum(combination => (double)combination.Pairs * combination.Total);

    /// <summary>At most <paramref name="count"/> strata by rising total length, each with about the same number of tokens, hence of about the same weight in the sum of the cost.</summary>
    public IReadOnlyList<LengthStratum> Strata(int count)
    {
        List<LengthStratum> strata = [];
        var (done, pairs, shortest) = (0.0, 0L, -1);
        foreach (var total in combinations.GroupBy(combination => combination.Total))
        {
            if (shortest < 0) shortest = total.Key;
            pairs += total.Sum(combination => combination.Pairs);
            done += total.Sum(combination => (double)combination.Pairs * total.Key);
            if (done < Tokens * (strata.Count + 1) / count && total.Key != combinations[^1].Total) continue;
            strata.Add(new LengthStratum(shortest, total.Key, pairs));
            (pairs, shortest) = (0, -1);
        }

        return strata;
    }

    /// <summary>Pairs drawn uniformly from those of the stratum, with replacement; the first index is the lower one.</summary>
    public IReadOnlyList<(int First, int Second)> Draw(LengthStratum stratum, int count, ref SplitMix64 random)
    {
        Combination[] within = [.. combinations.Where(combination => combination.Total >= stratum.ShortestTotal && combination.Total <= stratum.LongestTotal)];
        var drawn = new (int, int)[count];
        for (var i = 0; i < count; i++)
        {
            var place = random.NextDouble() * stratum.Pairs;
            var chosen = within[^1];
            foreach (var combination in within)
            {
                if ((place -= combination.Pairs) >= 0) continue;
                chosen = combination;
                break;
            }

            drawn[i] = DrawFrom(byLength[chosen.Shorter], byLength[chosen.Longer], ref random);
        }

        return drawn;
    }

    private static (int, int) DrawFrom(int[] shorter, int[] longer, ref SplitMix64 random)
    {
        while (true)
        {
            var (a, b) = (shorter[random.Below(shorter.Length)], longer[random.Below(longer.Length)]);
            if (a != b) return (Math.Min(a, b), Math.Max(a, b));
        }
    }
}
