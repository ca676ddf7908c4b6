namespace SbertRepro.Evaluation.Artifacts;

/// <summary>Where a file was found; also the order in which places are tried.</summary>
public enum ArtifactSource
{
    Cache,
    Mirror,
    Network,
}

/// <summary>A file that is on this machine and was checked just now.</summary>
/// <param name="Id">Catalogue id.</param>
/// <param name="Path">Absolute path; a mirror file is used in place.</param>
/// <param name="Sha256">Hash of the content, 64 hexadecimal digits.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Verified">True when a hash of the catalogue agreed; false when the catalogue knows none and the file only equals what was first seen here.</param>
public sealed record Artifact(string Id, string Path, string Sha256, ArtifactSource Source, bool Verified)
{
    /// <summary>What went wrong on the way although the file is right, e.g. a corrupt copy in the cache that was replaced.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>How a file could be had, best first.</summary>
public enum AvailabilityKind
{
    Cached,
    Mirrored,
    Downloadable,
    Unavailable,
}

/// <summary>Whether a file can be had, found without network and without hashing.</summary>
/// <param name="Id">Catalogue id, or the name of a group.</param>
/// <param name="Kind">For a group: the kind of its least available file.</param>
/// <param name="Path">Where it lies, when it is on this machine; null for a group.</param>
/// <param name="DownloadBytes">What would have to be downloaded; null when unknown, 0 when nothing.</param>
/// <param name="Explanation">One sentence.</param>
public sealed record Availability(string Id, AvailabilityKind Kind, string? Path, long? DownloadBytes, string Explanation)
{
    /// <summary>On this machine already.</summary>
    public bool IsLocal => Kind is AvailabilityKind.Cached or AvailabilityKind.Mirrored;
}
