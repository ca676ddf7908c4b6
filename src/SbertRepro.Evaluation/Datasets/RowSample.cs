using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Evaluation.Datasets;

/// <summary>A subset of a stream by count and seed.</summary>
public static class RowSample
{
    /// <summary>
    /// <paramref name="count"/> of <paramref name="total"/> rows, each subset equally likely, in the order of the stream (selection sampling, Knuth's algorithm S): row i is
    /// taken with probability (still wanted) / (still to come). Training shuffles what it gets, so the order does not matter there.
    /// </summary>
    /// <exception cref="ActionableException">The stream does not have <paramref name="total"/> rows, or fewer than <paramref name="count"/> are asked of.</exception>
    public static IEnumerable<T> Sample<T>(this IEnumerable<T> rows, int total, int count, ulong seed)
    {
        if (count > total) throw new UsageException($"{count} rows of {total}", $"at most {total}");
        var random = new SplitMix64(seed);
        var (seen, taken) = (0, 0);
        foreach (var row in rows)
        {
            if (seen++ == total) break;
            if (random.NextDouble() * (total - seen + 1) >= count - taken) continue;
            taken++;
            yield return row;
        }

        if (seen != total) throw new ActionableException(seen > total ? $"more than {total} rows" : $"{seen} rows", expected: $"{total}");
    }
}
