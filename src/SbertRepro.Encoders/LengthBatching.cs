using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders;

/// <summary>Items that are encoded together, by their index in the input, padded to <see cref="Length"/> tokens.</summary>
/// <param name="Indices">Into the caller's list.</param>
/// <param name="Length">Tokens of the longest item.</param>
/// <param name="Tokens">Tokens of all items, without padding.</param>
public sealed record TokenBatch(IReadOnlyList<int> Indices, int Length, long Tokens)
{
    /// <summary>True when items differ in length, so that attention needs a mask.</summary>
    public bool Padded => Tokens != (long)Indices.Count * Length;

    /// <summary>Copies row r of <paramref name="rows"/> (B x D, row-major) to the vector of item <c>Indices[r]</c>.</summary>
    internal void CopyRows(ReadOnlySpan<float> rows, SentenceVectors vectors)
    {
        for (var row = 0; row < Indices.Count; row++)
            rows.Slice(row * vectors.Dimension, vectors.Dimension).CopyTo(vectors[Indices[row]]);
    }
}

/// <summary>How a list of items was cut into batches.</summary>
/// <param name="Batches">In the order in which they are to run.</param>
public sealed record BatchPlan(IReadOnlyList<TokenBatch> Batches)
{
    /// <summary>Share of the computed token positions that are padding, 0 ... 1.</summary>
    public double PaddingWaste => Positions == 0 ? 0 : 1 - (double)Tokens / Positions;

    public long Tokens => Batches.Sum(batch => batch.Tokens);

    /// <summary>Runs the batches one after another; reports after and checks for cancellation before each.</summary>
    public void Run(Action<TokenBatch> run, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (done, total) = (0L, Batches.Sum(batch => (long)batch.Indices.Count));
        foreach (var batch in Batches)
        {
            cancellation.ThrowIfCancellationRequested();
            run(batch);
            progress?.Report(new WorkProgress(done += batch.Indices.Count, total));
        }
    }

    private long Positions => Batches.Sum(batch => (long)batch.Indices.Count * batch.Length);
}

/// <summary>
/// "Smart batching" (paper section 7) taken to its end: items are sorted by token count and cut by a token budget, not by a sentence count.
/// A run of one length that fills a quarter of the budget becomes batches of its own: no padding, no mask, the fused attention path.
/// Shorter runs share a batch with their neighbours, where the padding is one or two tokens.
/// </summary>
public static class LengthBatching
{
    /// <summary>Token positions per batch: 1,024 rows bring a matrix product to full rate; with 4,096 the activations fall out of the caches (measured, reports/LOG.md).</summary>
    public const int DefaultTokenBudget = 1024;

    /// <summary>Longest first, so that the peak of memory comes at once and a run that cannot fit fails early.</summary>
    /// <param name="lengths">Tokens of each item, at least 1.</param>
    /// <param name="tokenBudget">Most token positions in a batch; an item longer than that gets a batch of its own.</param>
    public static BatchPlan Plan(IReadOnlyList<int> lengths, int tokenBudget = DefaultTokenBudget)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokenBudget);
        var order = Enumerable.Range(0, lengths.Count).OrderByDescending(index => lengths[index]).ToArray(); // stable: equal lengths keep the input's order
        List<TokenBatch> batches = [];
        List<int> pending = [];
        foreach (var run in RunsOfOneLength(order, lengths))
        {
            var length = lengths[run[0]];
            var standsAlone = (long)run.Count * length >= tokenBudget / 4;
            if (standsAlone) Close();
            foreach (var index in run)
            {
                if (pending.Count > 0 && (pending.Count + 1L) * lengths[pending[0]] > tokenBudget) Close();
                pending.Add(index);
            }

            if (standsAlone) Close();
        }

        Close();
        return new BatchPlan(batches);

        void Close()
        {
            if (pending.Count > 0) batches.Add(new TokenBatch([.. pending], lengths[pending[0]], pending.Sum(index => (long)lengths[index])));
            pending.Clear();
        }
    }

    /// <summary>The plan everybody starts with: input order, a fixed number of items, padded to the longest of each batch. The baseline of the speed table.</summary>
    public static BatchPlan InInputOrder(IReadOnlyList<int> lengths, int itemsPerBatch) =>
        new([.. Enumerable.Range(0, lengths.Count).Chunk(itemsPerBatch)
            .Select(indices => new TokenBatch(indices, indices.Max(index => lengths[index]), indices.Sum(index => (long)lengths[index])))]);

    private static IEnumerable<IReadOnlyList<int>> RunsOfOneLength(int[] order, IReadOnlyList<int> lengths)
    {
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && lengths[order[end]] == lengths[order[start]];) end++;
            yield return order[start..end];
        }
    }
}
