using System.Globalization;
using System.Numerics;
using SbertRepro.Evaluation;
using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>How token states become one sentence vector (paper section 3).</summary>
[Flags]
public enum Pooling
{
    /// <summary>The state of [CLS].</summary>
    Cls = 1,

    /// <summary>Element-wise maximum over the tokens.</summary>
    Max = 2,

    /// <summary>Mean over the tokens, [CLS] and [SEP] included: the paper's default.</summary>
    Mean = 4,

    /// <summary>Sum over the tokens divided by the square root of their number, as sentence-transformers offers it.</summary>
    MeanSqrtLength = 8,
}

/// <summary>Which layer's states are pooled.</summary>
/// <param name="Layer">Counted from the end: -1 is the last layer, -2 the one before (the default of bert-as-service).</param>
/// <param name="AverageWithFirst">Pools the average of layer 1's output and <paramref name="Layer"/>'s.</param>
public readonly record struct LayerSelection(int Layer, bool AverageWithFirst = false)
{
    public static readonly LayerSelection Last = new(-1);

    public static readonly LayerSelection FirstLast = new(-1, AverageWithFirst: true);

    /// <summary>Reads "-1", "-2", ... or "first-last".</summary>
    public static LayerSelection Parse(string text) =>
        text == "first-last" ? FirstLast
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var layer) && layer < 0 ? new LayerSelection(layer)
        : throw new UsageException($"layer \"{text}\"", "-1 (last), -2, ... or first-last");

    /// <summary>Number of layers to run in a model of <paramref name="layers"/> layers.</summary>
    public int Depth(int layers) =>
        layers + Layer + 1 is > 0 and var depth ? depth : throw new UsageException($"layer {Layer} of a model with {layers} layers", $"-1 ... -{layers}");

    public override string ToString() => AverageWithFirst ? "first-last" : Layer.ToString(CultureInfo.InvariantCulture);
}

public static class PoolingModes
{
    /// <summary>How many vectors of width H are concatenated.</summary>
    public static int Parts(this Pooling pooling) => BitOperations.PopCount((uint)pooling);
}

/// <summary>Pooling as pure functions over token states (B, T, H) and an optional mask (B, T); sums run in float32 whatever the precision of the states.</summary>
public static class Pool
{
    /// <summary>(B, H) float32, or (B, k H) where k modes are combined; then in the order CLS, MAX, MEAN, MEAN_SQRT_LEN, as sentence-transformers concatenates.</summary>
    public static Tensor Apply(Pooling pooling, Tensor hidden, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        List<Tensor> parts = [];
        if (pooling.HasFlag(Pooling.Cls)) parts.Add(Cls(hidden));
        if (pooling.HasFlag(Pooling.Max)) parts.Add(Max(hidden, mask));
        if (pooling.HasFlag(Pooling.Mean)) parts.Add(Mean(hidden, mask));
        if (pooling.HasFlag(Pooling.MeanSqrtLength)) parts.Add(MeanSqrtLength(hidden, mask));
        return (parts.Count == 1 ? parts[0] : cat(parts, 1)).MoveToOuterDisposeScope();
    }

    public static Tensor Cls(Tensor hidden) => hidden.select(1, 0).to(float32);

    public static Tensor Max(Tensor hidden, Tensor? mask) =>
        (mask is null ? hidden : hidden.masked_fill(mask.logical_not().unsqueeze(-1), float.NegativeInfinity)).amax([1]).to(float32);

    public static Tensor Mean(Tensor hidden, Tensor? mask) => Sum(hidden, mask) / Lengths(hidden, mask);

    public static Tensor MeanSqrtLength(Tensor hidden, Tensor? mask) => Sum(hidden, mask) / Lengths(hidden, mask).sqrt();

    private static Tensor Sum(Tensor hidden, Tensor? mask) =>
        (mask is null ? hidden : hidden.masked_fill(mask.logical_not().unsqueeze(-1), 0)).sum(1, type: ScalarType.Float32);

    private static Tensor Lengths(Tensor hidden, Tensor? mask) =>
        mask is null ? full([hidden.shape[0], 1], hidden.shape[1], ScalarType.Float32, hidden.device) : mask.sum(1, keepdim: true, type: ScalarType.Float32);
}
