using SbertRepro.Evaluation.Results;

namespace SbertRepro.Experiments;

/// <summary>The running program as provenance: read once, the same for all it computes.</summary>
/// <param name="setting">Machine and threads.</param>
/// <param name="command">The command line as typed.</param>
public sealed class ThisProcess(Setting setting, string command)
{
    private readonly WorkingTree _workingTree = WorkingTree.Read(AppContext.BaseDirectory);
    private readonly SortedDictionary<string, string> _packages = Packages.Read(AppContext.BaseDirectory);

    /// <inheritdoc cref="Experiments.Describe"/>
    public Provenance Describe(DateTimeOffset started, double seconds, IEnumerable<SourceFile> read, string device) => new()
    {
        Commit = _workingTree.Commit,
        Dirty = _workingTree.Dirty,
        Command = command,
        OperatingSystem = setting.Machine.OperatingSystem,
        Runtime = setting.Machine.Runtime,
        Cpu = setting.Machine.Cpu,
        Cores = setting.Machine.Cores,
        Threads = setting.Threads,
        Device = device,
        Packages = _packages,
        Artifacts = new(read.DistinctBy(file => file.Id).ToDictionary(file => file.Id, file => file.Sha256), StringComparer.Ordinal),
        Started = started,
        Seconds = Math.Round(seconds, 3),
    };
}
