using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace SbertRepro.Evaluation.Results;

/// <summary>The computer as its operating system describes it.</summary>
/// <param name="OperatingSystem">Name, version and architecture.</param>
/// <param name="Runtime">The .NET runtime, e.g. ".NET 10.0.0".</param>
/// <param name="Cpu">Model name, e.g. "AMD EPYC 9R14".</param>
/// <param name="Cores">Logical processors this process may use.</param>
public sealed partial record Machine(string OperatingSystem, string Runtime, string Cpu, int Cores)
{
    public static Machine Read() => new(
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}", RuntimeInformation.FrameworkDescription, ReadCpu(), Environment.ProcessorCount);

    /// <summary>A name for folders, e.g. "amd-epyc-9r14-2c-cpu"; SBERT_REPRO_MACHINE overrides it.</summary>
    /// <param name="device">"cpu", or the accelerator's name, as in <see cref="Provenance.Device"/>.</param>
    public string Id(string device) => Environment.GetEnvironmentVariable("SBERT_REPRO_MACHINE") is { Length: > 0 } given
        ? Slug(given)
        : $"{Slug(Cpu)}-{Cores}c-{Slug(device)}";

    /// <summary>Lower-case words and digits joined by hyphens, without trademark signs, clock rate and filler words.</summary>
    public static string Slug(string text)
    {
        var words = Filler().Replace(text.ToLowerInvariant(), " ");
        var slug = NotWord().Replace(words, "-").Trim('-');
        return slug.Length == 0 ? "unknown" : slug;
    }

    private static string ReadCpu() => ReadLinuxCpu() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? ReadLinuxCpu() => !File.Exists("/proc/cpuinfo") ? null
        : File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim();

    [GeneratedRegex(@"\((r|tm|c)\)|@.*$|\bcpu\b(?=.)|\b(processor|\d+-core)\b")]
    private static partial Regex Filler();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWord();
}
