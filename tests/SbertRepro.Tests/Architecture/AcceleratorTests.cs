using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace SbertRepro.Tests.Architecture;

/// <summary>The CUDA packages cannot be restored everywhere, so the build asks MSBuild what it would restore.</summary>
public sealed class AcceleratorTests
{
    private static readonly string Project = Path.Combine(SharedFolder.RepositoryRoot, "src", "SbertRepro.Encoders", "SbertRepro.Encoders.csproj");

    [Fact]
    public void For_cuda_the_GPU_packages_take_the_place_of_the_CPU_packages()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the packages are chosen by operating system");

        Assert.Equal(["Google.Protobuf", "Grpc.Tools", "Microsoft.ML.OnnxRuntime.Gpu", "Microsoft.ML.Tokenizers", "TorchSharp", "TorchSharp-cuda-linux"], Packages("cuda"));
        Assert.Equal(["Google.Protobuf", "Grpc.Tools", "Microsoft.ML.OnnxRuntime", "Microsoft.ML.Tokenizers", "TorchSharp", "libtorch-cpu-linux-x64"], Packages("cpu"));
    }

    [Fact]
    public void GPU_and_CPU_packages_have_the_same_versions()
    {
        var versions = XDocument.Load(Path.Combine(SharedFolder.RepositoryRoot, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value, StringComparer.Ordinal);

        Assert.Equal(versions["TorchSharp"], versions["TorchSharp-cuda-linux"]);
        Assert.Equal(versions["TorchSharp"], versions["TorchSharp-cuda-windows"]);
        Assert.Equal(versions["Microsoft.ML.OnnxRuntime"], versions["Microsoft.ML.OnnxRuntime.Gpu"]);
        Assert.Single(versions.Where(package => package.Key.StartsWith("libtorch-cpu-", StringComparison.Ordinal)).Select(package => package.Value).Distinct());
    }

    private static string[] Packages(string accelerator)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", Project, $"-p:Accelerator={accelerator}", "-getItem:PackageReference", "-nologo"]) { RedirectStandardOutput = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, answer);
        return [.. JsonDocument.Parse(answer).RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!).Order(StringComparer.Ordinal)];
    }
}
