using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace SbertRepro.Evaluation.Results;

/// <summary>The computer as its operating system describes it.</summary>
/// <param name="OperatingSystem">Name, version and architecture.</param>
/// <param name="Runtime">The .NET runtime, e.g. ".NET 10.0.0".</param>
/// <param name="Cpu">Model name and what tells apart those that share it, e.g. "AMD EPYC, family 26, model 2": a virtual machine often names no more than the brand.</param>
/// <param name="Cores">Logical processors this process may use.</param>
public sealed partial record Machine(string OperatingSystem, string Runtime, string Cpu, int Cores)
{
    public static Machine Read() => new(
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}", RuntimeInformation.FrameworkDescription, ReadCpu(), Environment.ProcessorCount);

    /// <summary>A name for folders, e.g. "amd-epyc-family-26-model-2-2c-cpu"; SBERT_REPRO_MACHINE overrides it.</summary>
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

    private static string? ReadLinuxCpu() => File.Exists("/proc/cpuinfo") ? CpuOf(File.ReadLines("/proc/cpuinfo")) : null;

    /// <summary>The first processor of Linux's /proc/cpuinfo; null where it gives no name, as on Arm.</summary>
    internal static string? CpuOf(IEnumerable<string> cpuinfo)
    {
        var facts = cpuinfo.TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).DistinctBy(parts => parts[0].Trim())
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
        if (!facts.TryGetValue("model name", out var name)) return null;
        return facts.TryGetValue("cpu family", out var family) && facts.TryGetValue("model", out var model) ? $"{name}, family {family}, model {model}" : name;
    }

    [GeneratedRegex(@"\((r|tm|c)\)|@[^,]*|\bcpu\b(?=.)|\b(processor|\d+-core)\b")]
    private static partial Regex Filler();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWord();
}
