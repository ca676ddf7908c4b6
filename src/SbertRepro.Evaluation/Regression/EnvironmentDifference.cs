using System.Globalization;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>What two measurements tell of their surroundings that is not the same: machine, system, libraries, code.</summary>
public static class EnvironmentDifference
{
    /// <summary>The fact that says which code ran.</summary>
    internal const string Commit = "commit";

    public static IEnumerable<Change> Of(Provenance before, Provenance after) =>
        Facts(before).Zip(Facts(after), (old, now) => new Change(old.Name, old.Value, now.Value))
            .Concat(before.Packages.Keys.Union(after.Packages.Keys).Order(StringComparer.Ordinal)
                .Select(package => new Change(package, before.Packages.GetValueOrDefault(package), after.Packages.GetValueOrDefault(package))))
            .Where(change => change.Before != change.After);

    private static (string Name, string Value)[] Facts(Provenance provenance) =>
    [
        (Commit, provenance.Commit + (provenance.Dirty ? ", with uncommitted changes" : "")),
        ("operating system", provenance.OperatingSystem),
        ("runtime", provenance.Runtime),
        ("processor", provenance.Cpu),
        ("logical processors", provenance.Cores.ToString(CultureInfo.InvariantCulture)),
        ("threads", provenance.Threads.ToString(CultureInfo.InvariantCulture)),
        ("device", provenance.Device),
    ];
}
