using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>The numbers a model computes in. Pooled vectors and scores are float32 either way.</summary>
public enum Precision
{
    /// <summary>float32 throughout: the reference.</summary>
    Float32,

    /// <summary>bfloat16 weights and activations; norms and pooling accumulate in float32.</summary>
    BFloat16,
}

/// <summary>Where and how a model computes.</summary>
public sealed record ComputeOptions
{
    public Device Device { get; init; } = CPU;

    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Token positions per batch (see <see cref="LengthBatching"/>).</summary>
    public int TokenBudget { get; init; } = LengthBatching.DefaultTokenBudget;

    internal ScalarType ScalarType => Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
}

/// <summary>The numbers of one batch, row-major over its rows and its padded length.</summary>
/// <param name="Shape">Rows and padded length.</param>
/// <param name="Ids">Token ids.</param>
/// <param name="Mask">False at padding; null when no row is padded.</param>
/// <param name="Segments">Of a pair; null for single sentences.</param>
internal sealed record BatchArrays(long[] Shape, long[] Ids, bool[]? Mask, long[]? Segments)
{
    /// <param name="batch">Which items, and how long.</param>
    /// <param name="tokens">Ids of all items.</param>
    /// <param name="firstLengths">For pairs: tokens of the first segment ([CLS] first [SEP]); null for single sentences.</param>
    /// <param name="padding">Id of [PAD].</param>
    public static BatchArrays Create(TokenBatch batch, IReadOnlyList<int[]> tokens, IReadOnlyList<int>? firstLengths, int padding)
    {
        var (rows, length) = (batch.Indices.Count, batch.Length);
        var ids = new long[rows * length];
        var mask = batch.Padded ? new bool[rows * length] : null;
        var segments = firstLengths is null ? null : new long[rows * length];
        for (var row = 0; row < rows; row++)
        {
            var item = tokens[batch.Indices[row]];
            var start = row * length;
            for (var position = 0; position < item.Length; position++) ids[start + position] = item[position];
            ids.AsSpan(start + item.Length, length - item.Length).Fill(padding);
            mask?.AsSpan(start, item.Length).Fill(true);
            segments?.AsSpan(start, item.Length)[firstLengths![batch.Indices[row]]..].Fill(1);
        }

        return new BatchArrays([rows, length], ids, mask, segments);
    }
}

/// <summary>Turns token ids into the tensors of one batch.</summary>
internal static class BatchTensors
{
    /// <inheritdoc cref="BatchArrays.Create"/>
    public static BertInput Create(TokenBatch batch, IReadOnlyList<int[]> tokens, IReadOnlyList<int>? firstLengths, int padding, Device device)
    {
        var (shape, ids, mask, segments) = BatchArrays.Create(batch, tokens, firstLengths, padding);
        return new BertInput(
            tensor(ids, shape, device: device),
            mask is null ? null : tensor(mask, shape, device: device),
            segments is null ? null : tensor(segments, shape, device: device));
    }
}
