using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// While one lives, libtorch computes attention by plain operators. On a CPU its fused kernel has no fast way for the few tokens of a sentence in bfloat16: a step of
/// 16 NLI pairs took 115 ms with it and 81 ms without, and in float32 it makes no difference (mini-BERT, 2 cores, reports/LOG.md).
/// </summary>
internal sealed class PlainAttention : IDisposable
{
    private static readonly Lock Gate = new();
    private static int alive;

    private PlainAttention()
    {
        lock (Gate)
        {
            if (alive++ == 0) Fused(false);
        }
    }

    /// <summary>Null where the fused kernel is not the slow way.</summary>
    public static PlainAttention? Where(Device device, ScalarType type) => device.type == TorchSharp.DeviceType.CPU && type == ScalarType.BFloat16 ? new() : null;

    public void Dispose()
    {
        lock (Gate)
        {
            if (--alive == 0) Fused(true);
        }
    }

    // The switch is named after CUDA, but the CPU's choice of a kernel reads it too.
    private static void Fused(bool enabled) => backends.cuda.enable_flash_sdp(enabled);
}
