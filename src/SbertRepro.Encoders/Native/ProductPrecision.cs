using SbertRepro.Evaluation.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Native;

/// <summary>
/// In which numbers a device multiplies faster. Half the bits are twice as fast where the device has instructions for them; a CPU without any (AVX-512 BF16, AMX or Arm's)
/// takes six to ten times as long as in float32, and one with them may still lose, so it is measured and not read off a list of processors.
/// </summary>
public static class ProductPrecision
{
    /// <summary>bfloat16 has to be clearly faster before it is chosen: it costs accuracy, and a choice on the edge would differ from run to run.</summary>
    private const double Clearly = 1.25;

    /// <summary>Slower than this is no hardware at work: processors with instructions for bfloat16 reached 0.54 and more of their float32 (reports/LOG.md).</summary>
    private const double Emulated = 0.35;

    private const int Rows = 512; // token positions: about a step of training
    private const int Pairs = 5;

    private static readonly Lazy<double> OnCpu = new(Measure);

    /// <summary>Rate of bfloat16 products over that of float32 products; measured once a process, in less than a second, and loads libtorch. Not measured on a GPU, where it counts as infinite: those since Ampere have the instructions.</summary>
    public static double BFloat16OverFloat32(DeviceType device) => device == DeviceType.CPU ? OnCpu.Value : double.PositiveInfinity;

    /// <summary>The faster one, and float32 where they are near.</summary>
    public static Precision Faster(DeviceType device) => Faster(BFloat16OverFloat32(device));

    /// <summary>Why bfloat16 is not worth measuring on a device; null where it is.</summary>
    public static string? WhyNotBFloat16(DeviceType device) => WhyNotBFloat16(BFloat16OverFloat32(device));

    /// <inheritdoc cref="WhyNotBFloat16(DeviceType)"/>
    public static string? WhyNotBFloat16(Device device) => WhyNotBFloat16(device.type);

    internal static Precision Faster(double ratio) => ratio > Clearly ? Precision.BFloat16 : Precision.Float32;

    internal static string? WhyNotBFloat16(double ratio) => ratio < Emulated
        ? FormattableString.Invariant($"matrix products reach less than {100 * Emulated:F0} % of their rate in float32, as on a processor without instructions for bfloat16")
        : null;

    // Neighbours in time, since the machine's speed drifts; the middle of several, since one may be disturbed.
    private static double Measure()
    {
        LibTorch.Load();
        using var single = new MatrixProductRate(BertConfig.Base, Rows, ScalarType.Float32, CPU, changing: true);
        using var half = new MatrixProductRate(BertConfig.Base, Rows, ScalarType.BFloat16, CPU, changing: true);
        single.Probe(); // libtorch compiles its kernels
        half.Probe();
        return Quantiles.Median([.. Enumerable.Range(0, Pairs).Select(_ => single.Probe().Seconds / half.Probe().Seconds)]);
    }
}
