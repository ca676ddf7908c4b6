using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Encoders.Training;

/// <summary>Draws the batches of a run. What a step sees follows from the seed and the step's number alone.</summary>
internal sealed class PreTrainingData(PackedText text, BertTokenization tokenization, PreTrainingOptions options)
{
    private readonly Dictionary<long, int[]> orders = [];

    /// <summary>One batch per replica.</summary>
    public MaskedBatch[] Batches(long step)
    {
        var random = Generator(options.Seed, stream: (ulong)step);
        var length = options.SequenceLengths[(int)(step % options.SequenceLengths.Count)];
        var share = options.BlocksPerStep / options.Replicas;
        var batches = new MaskedBatch[options.Replicas];
        for (var replica = 0; replica < batches.Length; replica++)
        {
            var first = (step * options.BlocksPerStep) + (replica * share);
            batches[replica] = Masked(Enumerable.Range(0, share).Select(index => BlockAt(first + index)), length, ref random);
        }

        return batches;
    }

    /// <summary>The first blocks of the text with the same words hidden every time.</summary>
    public IEnumerable<MaskedBatch> FixedBatches(int blocks, int blocksPerBatch)
    {
        var random = Generator(seed: 0, stream: 0);
        foreach (var chunk in Enumerable.Range(0, Math.Min(blocks, text.Blocks)).Chunk(blocksPerBatch)) yield return Masked(chunk, PackedText.BlockLength, ref random);
    }

    private MaskedBatch Masked(IEnumerable<int> blocks, int length, ref SplitMix64 random)
    {
        var starts = blocks.SelectMany(block => Enumerable.Range(0, PackedText.BlockLength / length).Select(part => (block * PackedText.BlockLength) + (part * length))).ToArray();
        var rows = new long[starts.Length * length];
        for (var row = 0; row < starts.Length; row++) text.Fill(rows.AsSpan(row * length, length), starts[row]);
        return MaskedBatch.Create(rows, length, tokenization, ref random);
    }

    /// <summary>Every epoch passes over all blocks in an order of its own.</summary>
    private int BlockAt(long drawn)
    {
        var (epoch, index) = Math.DivRem(drawn, text.Blocks);
        if (!orders.TryGetValue(epoch, out var order))
        {
            orders.Remove(epoch - 2);
            orders[epoch] = order = Enumerable.Range(0, text.Blocks).ToArray();
            var random = Generator(options.Seed, stream: ulong.MaxValue - (ulong)epoch);
            for (var at = order.Length - 1; at > 0; at--)
            {
                var other = random.Below(at + 1);
                (order[at], order[other]) = (order[other], order[at]);
            }
        }

        return order[index];
    }

    private static SplitMix64 Generator(ulong seed, ulong stream) => new(new SplitMix64(seed).Next() + stream);
}
