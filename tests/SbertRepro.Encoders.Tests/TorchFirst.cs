using System.Runtime.CompilerServices;
using SbertRepro.Encoders.Native;

namespace SbertRepro.Encoders.Tests;

/// <summary>
/// Loads libtorch before any test runs. Whoever names a TorchSharp type first, even <c>torch.CPU</c>, starts its own loader, which fails on an older
/// libstdc++ and stays failed for the whole process; tests run in an order of chance, so one of them would now and then spoil two hundred others.
/// </summary>
internal static class TorchFirst
{
    // CA2255: meant for applications, and the test project is one.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Load() => LibTorch.Load();
#pragma warning restore CA2255
}
