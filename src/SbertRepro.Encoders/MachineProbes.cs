using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation.Timing;
using TorchSharp;
using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>The probe of a machine that computes with libtorch: matrix products in both precisions beside what the host can do.</summary>
public static class MachineProbes
{
    /// <summary>About <paramref name="seconds"/> seconds of probing.</summary>
    /// <param name="device">Where the products run.</param>
    /// <param name="seconds">In all.</param>
    /// <param name="cancellation">Checked between probes.</param>
    public static MachineProbe Take(Device device, double seconds = 5, CancellationToken cancellation = default)
    {
        LibTorch.Load();
        var size = device.type == DeviceType.CPU ? 1024 : 8192;
        using var single = new MatrixProductRate([(size, size, size)], ScalarType.Float32, device);
        using var half = new MatrixProductRate([(size, size, size)], ScalarType.BFloat16, device);
        return MachineProbe.Take([Product("float32", single), Product("bfloat16", half), .. MachineProbe.Host()], seconds, cancellation);

        MachineProbe.Probe Product(string type, MatrixProductRate rate) => new($"{type} matrix product, {size} x {size} x {size}", "GFLOP/s", () =>
        {
            var (operations, elapsed) = rate.Probe();
            return (operations / 1e9, elapsed);
        });
    }
}
