using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>From token states to sentence vectors: pooling, then the linear layers of the folder, then scaling to length 1 where asked for.</summary>
internal sealed class SentenceHead(SentenceBertOptions options, IReadOnlyList<DenseLayer> dense) : IDisposable
{
    /// <summary>Length of the vectors that token states of <paramref name="hiddenSize"/> become.</summary>
    public int Dimension(int hiddenSize) => dense.Count > 0 ? dense[^1].OutputSize : options.Pooling.Parts() * hiddenSize;

    /// <summary>Token states (B, T, H) and mask (B, T), null without padding, to (B, D) float32.</summary>
    public Tensor Apply(Tensor hidden, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var vectors = Pool.Apply(options.Pooling, hidden, mask);
        foreach (var layer in dense) vectors = layer.Apply(vectors);
        if (options.Normalize) vectors = nn.functional.normalize(vectors, p: 2, dim: 1);
        return vectors.MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var layer in dense) layer.Dispose();
    }
}
