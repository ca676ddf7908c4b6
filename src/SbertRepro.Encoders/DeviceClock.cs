using TorchSharp;
using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>An accelerator works behind the caller's back; a clock may only be read when it has finished.</summary>
public static class DeviceClock
{
    /// <summary>Waits until the device has done all work queued so far; on a CPU there is none.</summary>
    public static void Synchronise(Device device)
    {
        if (device.type == DeviceType.CUDA) cuda.synchronize(device);
    }
}
