namespace SbertRepro.Encoders.Training;

/// <summary>
/// Which inputs of a step are computed together, and where. Inputs are sorted by length and dealt to the replicas like cards, so that all have the same work; each
/// replica's hand is then cut into batches such that the padding plus a fixed cost per batch is least.
/// </summary>
/// <param name="Batches">Of each replica.</param>
internal sealed record StepPlan(IReadOnlyList<IReadOnlyList<TokenBatch>> Batches)
{
    /// <summary>Token positions, padding included.</summary>
    public long Positions => Batches.SelectMany(batches => batches).Sum(batch => (long)batch.Indices.Count * batch.Length);

    /// <summary>Inputs in the order in which their vectors come out: replica by replica, batch by batch.</summary>
    public IEnumerable<int> Order => Batches.SelectMany(batches => batches).SelectMany(batch => batch.Indices);

    /// <param name="lengths">Tokens of each input.</param>
    /// <param name="replicas">Their number.</param>
    /// <param name="tokenBudget">Most positions of a batch; a longer input gets a batch of its own.</param>
    /// <param name="batchCost">What a batch costs besides its positions, counted in positions.</param>
    public static StepPlan Create(IReadOnlyList<int> lengths, int replicas, int tokenBudget, int batchCost)
    {
        var order = Enumerable.Range(0, lengths.Count).OrderByDescending(index => lengths[index]).ToArray();
        return new StepPlan([.. Enumerable.Range(0, replicas).Select(replica => Cut([.. order.Where((_, place) => place % replicas == replica)], lengths, tokenBudget, batchCost))]);
    }

    // Least cost of the first n inputs = min over the last batch (start ... n - 1) of the least cost before it plus its own.
    private static List<TokenBatch> Cut(int[] hand, IReadOnlyList<int> lengths, int tokenBudget, int batchCost)
    {
        var (least, starts) = (new long[hand.Length + 1], new int[hand.Length + 1]);
        for (var end = 1; end <= hand.Length; end++)
        {
            least[end] = long.MaxValue;
            for (var start = end - 1; start >= 0; start--)
            {
                var positions = (long)(end - start) * lengths[hand[start]];
                if (positions > tokenBudget && end - start > 1) break;
                if (least[start] + positions + batchCost < least[end]) (least[end], starts[end]) = (least[start] + positions + batchCost, start);
            }
        }

        List<TokenBatch> batches = [];
        for (var end = hand.Length; end > 0; end = starts[end])
        {
            var indices = hand[starts[end]..end];
            batches.Add(new TokenBatch(indices, lengths[indices[0]], indices.Sum(index => (long)lengths[index])));
        }

        return batches;
    }
}
