using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Encoders.Training;

/// <summary>Draws the batches of a run. What a step sees follows from the seed and the step's number alone.</summary>
internal sealed class PreTrainingData(PackedText text, BertTokenization tokenization, PreTrainingOptions options)
{
    private readonly EpochOrder order = new(text.Blocks, options.Seed);

    /// <summary>One batch per replica.</summary>
    public MaskedBatch[] Batches(long step)
    {
        var random = EpochOrder.Generator(options.Seed, stream: (ulong)step);
        var length = options.SequenceLengths[(int)(step % options.SequenceLengths.Count)];
        var share = options.BlocksPerStep / options.Replicas;
        var batches = new MaskedBatch[options.Replicas];
        for (var replica = 0; replica < batches.Length; replica++)
        {
            var first = (step * options.BlocksPerStep) + (replica * share);
            batches[replica] = Masked(Enumerable.Range(0, share).Select(index => order.At(first + index)), length, ref random);
        }

        return batches;
    }

    /// <summary>The first blocks of the text with the same words hidden every time.</summary>
    public IEnumerable<MaskedBatch> FixedBatches(int blocks, int blocksPerBatch)
    {
        var random = EpochOrder.Generator(seed: 0, stream: 0);
        foreach (var chunk in Enumerable.Range(0, Math.Min(blocks, text.Blocks)).Chunk(blocksPerBatch)) yield return Masked(chunk, PackedText.BlockLength, ref random);
    }

    private MaskedBatch Masked(IEnumerable<int> blocks, int length, ref SplitMix64 random)
    {
        var starts = blocks.SelectMany(block => Enumerable.Range(0, PackedText.BlockLength / length).Select(part => (block * PackedText.BlockLength) + (part * length))).ToArray();
        var rows = new long[starts.Length * length];
        for (var row = 0; row < starts.Length; row++) text.Fill(rows.AsSpan(row * length, length), starts[row]);
        return MaskedBatch.Create(rows, length, tokenization, ref random);
    }
}
