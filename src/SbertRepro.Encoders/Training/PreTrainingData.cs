using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Encoders.Training;

/// <summary>What pre-training reads. What a step sees follows from the seed and the step's number alone.</summary>
internal interface IPreTrainingData
{
    /// <summary>The batches of a step, for each replica.</summary>
    IReadOnlyList<IReadOnlyList<MaskedBatch>> Batches(long step);

    /// <summary>The same text with the same words hidden every time.</summary>
    IEnumerable<MaskedBatch> FixedBatches();
}

/// <summary>Sequences out of a stream of lines, none of them padded.</summary>
internal sealed class PackedData(PackedText text, BertTokenization tokenization, PreTrainingOptions options) : IPreTrainingData
{
    private const int BlocksPerFixedBatch = 16;

    private readonly EpochOrder order = new(text.Blocks, options.Seed);

    public IReadOnlyList<IReadOnlyList<MaskedBatch>> Batches(long step)
    {
        var random = EpochOrder.Generator(options.Seed, stream: (ulong)step);
        var length = options.SequenceLengths[(int)(step % options.SequenceLengths.Count)];
        var share = options.BlocksPerStep / options.Replicas;
        var batches = new MaskedBatch[options.Replicas][];
        for (var replica = 0; replica < batches.Length; replica++)
        {
            var first = (step * options.BlocksPerStep) + (replica * share);
            batches[replica] = [Masked(Enumerable.Range(0, share).Select(index => order.At(first + index)), length, ref random)];
        }

        return batches;
    }

    public IEnumerable<MaskedBatch> FixedBatches()
    {
        var random = EpochOrder.Generator(seed: 0, stream: 0);
        foreach (var chunk in Enumerable.Range(0, Math.Min(options.DevelopmentBlocks, text.Blocks)).Chunk(BlocksPerFixedBatch)) yield return Masked(chunk, PackedText.BlockLength, ref random);
    }

    private MaskedBatch Masked(IEnumerable<int> blocks, int length, ref SplitMix64 random)
    {
        var starts = blocks.SelectMany(block => Enumerable.Range(0, PackedText.BlockLength / length).Select(part => (block * PackedText.BlockLength) + (part * length))).ToArray();
        var rows = new long[starts.Length * length];
        for (var row = 0; row < starts.Length; row++) text.Fill(rows.AsSpan(row * length, length), starts[row]);
        return MaskedBatch.Create(rows, length, tokenization, ref random);
    }
}

/// <summary>Two lines a sequence, half of the time neighbours, batched by length.</summary>
internal sealed class PairedData(PairedText text, BertTokenization tokenization, PreTrainingOptions options) : IPreTrainingData
{
    private const int FixedPairs = 2000;
    private const int PositionsPerBatch = 2048;
    private const int BatchCost = 64; // see FineTuningStep

    private readonly EpochOrder order = new(text.Count, options.Seed);

    public IReadOnlyList<IReadOnlyList<MaskedBatch>> Batches(long step)
    {
        var random = EpochOrder.Generator(options.Seed, stream: (ulong)step);
        var first = step * options.PairsPerStep;
        return Batches([.. Enumerable.Range(0, options.PairsPerStep).Select(index => order.At(first + index))], options.Replicas, ref random);
    }

    public IEnumerable<MaskedBatch> FixedBatches()
    {
        var random = EpochOrder.Generator(seed: 0, stream: 0);
        return [.. Batches([.. Enumerable.Range(0, Math.Min(FixedPairs, text.Count))], replicas: 1, ref random)[0]];
    }

    private List<MaskedBatch[]> Batches(int[] pairs, int replicas, ref SplitMix64 random)
    {
        var (rows, strangers) = (new PairTokens[pairs.Length], new long[pairs.Length]);
        for (var row = 0; row < pairs.Length; row++)
        {
            strangers[row] = random.NextDouble() < 0.5 ? 1 : 0;
            rows[row] = text.Read(pairs[row], strangers[row] == 1 ? random.Below(text.Count) : pairs[row]);
        }

        var (tokens, firstLengths) = (Array.ConvertAll(rows, row => row.Ids), Array.ConvertAll(rows, row => row.FirstLength));
        var plan = StepPlan.Create(Array.ConvertAll(tokens, ids => ids.Length), replicas, PositionsPerBatch, BatchCost);
        List<MaskedBatch[]> batches = [];
        foreach (var hand in plan.Batches)
        {
            var masked = new MaskedBatch[hand.Count];
            for (var place = 0; place < masked.Length; place++)
            {
                var arrays = BatchArrays.Create(hand[place], tokens, firstLengths, tokenization.PaddingId);
                masked[place] = MaskedBatch.Create(arrays, [.. hand[place].Indices.Select(row => strangers[row])], tokenization, ref random);
            }

            batches.Add(masked);
        }

        return batches;
    }
}
