using System.Globalization;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>What a reader needs to know of a machine, in reading order; shared by both renderings.</summary>
internal static class MachineFacts
{
    /// <summary>The machine in one line.</summary>
    public static string Line(Provenance provenance) => string.Create(CultureInfo.InvariantCulture,
        $"{provenance.Cpu}, {provenance.Cores} logical processors, {provenance.Threads} threads, {(provenance.Device == "cpu" ? "no accelerator" : provenance.Device)}");

    public static IEnumerable<(string Name, string Value)> Of(Provenance provenance) =>
    [
        ("processor", $"{provenance.Cpu}, {provenance.Cores.ToString(CultureInfo.InvariantCulture)} logical processors, "
            + $"{provenance.Threads.ToString(CultureInfo.InvariantCulture)} threads used"),
        ("device", provenance.Device),
        ("system", $"{provenance.OperatingSystem}, {provenance.Runtime}"),
        ("code", provenance.Commit + (provenance.Dirty ? ", with uncommitted changes" : "")),
        ("latest run", provenance.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC"),
        ("libraries", string.Join(", ", provenance.Packages.Select(package => $"{package.Key} {package.Value}"))),
    ];
}
