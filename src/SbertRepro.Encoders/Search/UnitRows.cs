using System.Runtime.InteropServices;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Search;

/// <summary>Vectors scaled to length 1, so that a matrix product yields cosines.</summary>
internal static class UnitRows
{
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>(N, D) float32 on the device; a zero vector stays zero.</summary>
    /// <exception cref="ActionableException">A value is not finite; the message names its vector.</exception>
    public static Tensor Of(SentenceVectors vectors, Device device) => Of(vectors, 0, vectors.Count, device);

    /// <summary>Rows <paramref name="start"/> to <paramref name="end"/> only.</summary>
    public static Tensor Of(SentenceVectors vectors, int start, int end, Device device)
    {
        using var scope = NewDisposeScope();
        var rows = empty(end - start, vectors.Dimension);
        vectors.Values.AsSpan(checked(start * vectors.Dimension), checked((end - start) * vectors.Dimension)).CopyTo(MemoryMarshal.Cast<byte, float>(rows.bytes));
        rows = rows.to(device);
        rows.div_(rows.norm(1, keepdim: true, p: 2).clamp_min_(SmallestNormal));
        return rows.isfinite().all().item<bool>() ? rows.MoveToOuterDisposeScope() : throw NotFinite(rows, start);
    }

    private static ActionableException NotFinite(Tensor rows, int start)
    {
        var row = start + rows.isfinite().logical_not().any(1).to(ScalarType.Int64).argmax().item<long>();
        return new ActionableException("a value is NaN or infinite", $"vector {row}", "finite values", "check the model that made the vectors");
    }
}
