using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation;
using TorchSharp;

namespace SbertRepro.Experiments;

/// <summary>Which device computes. libtorch takes a second to load, so it is asked only where there could be a GPU.</summary>
public static class Devices
{
    /// <param name="asked">"cpu", "cuda", or null for the best there is.</param>
    /// <returns>The kind, and the name that results carry.</returns>
    /// <exception cref="UsageException">An unknown device.</exception>
    /// <exception cref="ActionableException">cuda was asked for and is not there.</exception>
    public static (string Kind, string Name) Choose(string? asked)
    {
        if (asked is not (null or "cpu" or "cuda")) throw new UsageException($"--device {asked}", "cpu or cuda");
        if (asked == "cpu" || (asked is null && !DriverPresent())) return ("cpu", "cpu");
        LibTorch.Load();
        if (torch.cuda.is_available()) return ("cuda", NameOfGpu());
        return asked is null ? ("cpu", "cpu") : throw new ActionableException(
            "no CUDA device that this build can use", "--device cuda", "an NVIDIA GPU with its driver, and a build with -p:Accelerator=cuda",
            "build with dotnet build -c Release -p:Accelerator=cuda, or set SBERT_REPRO_LIBTORCH to the lib folder of a CUDA build of PyTorch, or use --device cpu.");
    }

    private static bool DriverPresent() => OperatingSystem.IsLinux() ? File.Exists("/dev/nvidiactl") : OperatingSystem.IsWindows() && File.Exists(Path.Combine(Environment.SystemDirectory, "nvcuda.dll"));

    // The driver's own listing: "Model: 		 NVIDIA H100 80GB HBM3".
    private static string NameOfGpu()
    {
        const string Folder = "/proc/driver/nvidia/gpus";
        var model = !Directory.Exists(Folder) ? null : Directory.EnumerateFiles(Folder, "information", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines).FirstOrDefault(line => line.StartsWith("Model:", StringComparison.Ordinal));
        return model?.Split(':', 2)[1].Trim() ?? "cuda";
    }
}
