using System.Runtime.Intrinsics.X86;

namespace SbertRepro.Encoders.Onnx;

/// <summary>
/// How the processor multiplies bytes. With VNNI it adds the products in 32 bits. Without, an x64 processor adds two products of an unsigned and a signed byte in 16 bits, where they
/// saturate: ONNX Runtime's sums are wrong then, unless it takes unsigned weights, which is slower everywhere.
/// </summary>
internal static class ByteProducts
{
    private const int Features = 7; // leaf of cpuid

    /// <summary>Of this processor.</summary>
    public static bool Saturate { get; } = X86Base.IsSupported && !(X86Base.CpuId(0, 0).Eax >= Features
        && HaveVnni(X86Base.CpuId(Features, 0).Ecx, X86Base.CpuId(Features, 1).Eax, hasAvx512: Avx512F.IsSupported));

    /// <param name="ecx">Of leaf 7, subleaf 0: bit 11 is AVX512_VNNI (Intel's manual, volume 2A, CPUID), of use where the system saves the registers of AVX-512.</param>
    /// <param name="eax">Of leaf 7, subleaf 1: bit 4 is AVX-VNNI.</param>
    /// <param name="hasAvx512">Whether system and processor have AVX-512.</param>
    internal static bool HaveVnni(int ecx, int eax, bool hasAvx512) => (hasAvx512 && (ecx & (1 << 11)) != 0) || (eax & (1 << 4)) != 0;
}
