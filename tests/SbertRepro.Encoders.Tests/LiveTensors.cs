using TorchSharp;

namespace SbertRepro.Encoders.Tests;

internal static class LiveTensors
{
    /// <summary>Tensors that this thread has created and not disposed. The count of the process moves with the tests that run beside this one, and whenever the finalizer finds what one of them left.</summary>
    public static long OfThisThread => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
