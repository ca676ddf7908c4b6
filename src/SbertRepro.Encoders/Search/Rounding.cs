using static TorchSharp.torch;

namespace SbertRepro.Encoders.Search;

/// <summary>How far a computed cosine can be from the true one.</summary>
internal static class Rounding
{
    private const double Single = 1.0 / (1 << 24); // unit roundoff of float32: half a unit in the last of 24 bits
    private const double Half = 1.0 / (1 << 9);    // of bfloat16, 8 bits

    /// <summary>
    /// Bound on the error of a product of two unit vectors of length D. Accumulation in float32 costs D units at most, in whatever order (Higham 2002, section 3.1);
    /// scaling to unit length a few more. bfloat16 rounds both factors, the result and the
    /// threshold it is compared with, and sum |x y| is at most 1: four units.
    /// </summary>
    public static double Product(ScalarType type, int dimension) => (type == ScalarType.BFloat16 ? 4 * Half : 0) + ((dimension + 16) * Single);
}
