using SbertRepro.Encoders.Onnx;
using Xunit;

namespace SbertRepro.Encoders.Tests.Onnx;

public sealed class ByteProductsTests
{
    private const int Avx512Vnni = 1 << 11;
    private const int AvxVnni = 1 << 4;

    [Theory]
    [InlineData(Avx512Vnni, AvxVnni, true, true)] // Sapphire Rapids, Zen 5
    [InlineData(Avx512Vnni, 0, true, true)]       // Cascade Lake, Zen 4
    [InlineData(0, AvxVnni, false, true)]         // Alder Lake
    [InlineData(0, 0, false, false)]              // Haswell, Zen 3
    [InlineData(Avx512Vnni, 0, false, false)]     // a system that does not save the registers of AVX-512
    [InlineData(~Avx512Vnni, ~AvxVnni, true, false)]
    public void A_processor_has_VNNI_where_either_of_its_two_marks_can_be_used(int ecx, int eax, bool hasAvx512, bool expected) =>
        Assert.Equal(expected, ByteProducts.HaveVnni(ecx, eax, hasAvx512));

    [Fact]
    public void The_kernel_names_the_same_instructions_of_this_processor()
    {
        const string Described = "/proc/cpuinfo";
        Assert.SkipUnless(File.Exists(Described), $"no {Described}");
        var flags = File.ReadLines(Described).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))?.Split(' ') ?? [];
        Assert.SkipWhen(flags.Length == 0, "no x86 processor");

        Assert.Equal(!flags.Contains("avx512_vnni") && !flags.Contains("avx_vnni"), ByteProducts.Saturate);
    }
}
