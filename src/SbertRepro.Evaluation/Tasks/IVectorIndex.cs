namespace SbertRepro.Evaluation.Tasks;

/// <summary>Finds the vectors most similar to a query among those it was built from, by cosine.</summary>
public interface IVectorIndex : IDisposable
{
    /// <summary>Vectors that can be found.</summary>
    int Count { get; }

    /// <summary>The <paramref name="k"/> nearest neighbours of each query.</summary>
    /// <param name="queries">As long as the vectors of the index; need not have length 1.</param>
    /// <param name="k">1 or more; where the index holds fewer vectors, the rest of a row is missing.</param>
    /// <param name="cancellation">Checked between blocks of work.</param>
    NearestNeighbours Search(SentenceVectors queries, int k, CancellationToken cancellation = default);
}

/// <summary>What an index answers: <paramref name="K"/> neighbours for each query, best first, row-major.</summary>
/// <param name="K">Neighbours per query.</param>
/// <param name="Ids">Q x K indices of vectors; <see cref="Missing"/> where nothing was found.</param>
/// <param name="Scores">Q x K cosines, as the index computed them; minus infinity where nothing was found.</param>
public sealed record NearestNeighbours(int K, int[] Ids, float[] Scores)
{
    public const int Missing = -1;

    public int Queries => Ids.Length / K;

    /// <summary>The neighbours of one query, without the missing ones.</summary>
    public ReadOnlySpan<int> Of(int query)
    {
        var row = Ids.AsSpan(query * K, K);
        var end = row.IndexOf(Missing);
        return end < 0 ? row : row[..end];
    }

    /// <summary>
    /// Share of the true <paramref name="depth"/> nearest neighbours that are among the first <paramref name="depth"/> found, averaged over queries: recall@depth as the
    /// literature on nearest neighbours has it.
    /// </summary>
    /// <param name="exact">The answers of an exact search to the same queries.</param>
    /// <param name="depth">At most the K of both.</param>
    public double Recall(NearestNeighbours exact, int depth)
    {
        if (exact.Queries != Queries) throw new ArgumentException($"{exact.Queries} queries against {Queries}", nameof(exact));
        if (depth < 1 || depth > Math.Min(K, exact.K)) throw new ArgumentOutOfRangeException(nameof(depth), depth, $"1 to {Math.Min(K, exact.K)}");
        long found = 0, sought = 0;
        for (var query = 0; query < Queries; query++)
        {
            var truth = First(exact.Of(query), depth);
            sought += truth.Length;
            foreach (var id in First(Of(query), depth)) found += truth.Contains(id) ? 1 : 0;
        }

        return sought == 0 ? double.NaN : (double)found / sought;

        static ReadOnlySpan<int> First(ReadOnlySpan<int> ids, int depth) => ids[..Math.Min(depth, ids.Length)];
    }
}
