using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SbertRepro.Encoders.Search;

/// <summary>Inner products of signed bytes with a vector widened to 16 bits, accumulated in 32 bits.</summary>
internal static class ByteProduct
{
    /// <param name="left">Values in -127 ... 127.</param>
    /// <param name="right">As long, values in -127 ... 127.</param>
    public static int Of(ReadOnlySpan<sbyte> left, ReadOnlySpan<short> right)
    {
        var (sum, i) = (0, 0);
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right[..left.Length]); // checks the length
        if (Avx512BW.IsSupported)
        {
            var sums = Vector512<int>.Zero;
            for (; i + Vector512<short>.Count <= left.Length; i += Vector512<short>.Count)
                sums += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref a, (nuint)i)), Vector512.LoadUnsafe(ref b, (nuint)i));
            sum = Vector512.Sum(sums);
        }
        else if (Avx2.IsSupported)
        {
            var sums = Vector256<int>.Zero;
            for (; i + Vector256<short>.Count <= left.Length; i += Vector256<short>.Count)
                sums += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref a, (nuint)i)), Vector256.LoadUnsafe(ref b, (nuint)i));
            sum = Vector256.Sum(sums);
        }

        for (; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
