namespace SbertRepro.Evaluation.Results;

/// <summary>Where a number comes from. Everything here is read at run time; nothing is assumed.</summary>
public sealed record Provenance
{
    /// <summary>Commit of the working tree, or "unknown" outside a repository.</summary>
    public required string Commit { get; init; }

    /// <summary>True when tracked files differed from that commit.</summary>
    public required bool Dirty { get; init; }

    /// <summary>The command line as typed.</summary>
    public required string Command { get; init; }

    public required string OperatingSystem { get; init; }

    public required string Runtime { get; init; }

    public required string Cpu { get; init; }

    /// <summary>Logical processors of the machine.</summary>
    public required int Cores { get; init; }

    /// <summary>Threads the computation was allowed to use.</summary>
    public required int Threads { get; init; }

    /// <summary>cpu, or the name of the accelerator the numbers were computed on.</summary>
    public required string Device { get; init; }

    /// <summary>Package name to version, of the libraries that compute.</summary>
    public required SortedDictionary<string, string> Packages { get; init; }

    /// <summary>Artifact id to sha256, of every file that was read.</summary>
    public required SortedDictionary<string, string> Artifacts { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Wall time of this cell in seconds, loading excluded.</summary>
    public required double Seconds { get; init; }
}
