namespace SbertRepro.Evaluation.Artifacts;

/// <summary>One file of the catalogue. Facts about the set it belongs to (licence, citation, tables) come from its group unless the file states its own.</summary>
public sealed record CatalogEntry
{
    /// <summary>Path-like name, e.g. "stsb/sts-test.csv"; also its place below the cache folder.</summary>
    public required string Id { get; init; }

    /// <summary>What is fetched together, e.g. "stsb".</summary>
    public required string Group { get; init; }

    /// <summary>Where the file is published, the first to be tried first; empty for files that were derived and live only in a mirror.</summary>
    public required IReadOnlyList<Uri> Urls { get; init; }

    /// <summary>Place in a mirror of a file that has no URL; otherwise the place follows from each URL.</summary>
    public string? Mirror { get; init; }

    /// <summary>64 lower-case hexadecimal digits, or null where no source states one: then the file is locked on first sight and stays unverified.</summary>
    public string? Sha256 { get; init; }

    /// <summary>32 lower-case hexadecimal digits; checked where there is no <see cref="Sha256"/>.</summary>
    public string? Md5 { get; init; }

    /// <summary>Size in bytes. Enforced only where there is no hash: a few published sizes are less sure than the hash beside them.</summary>
    public long? Bytes { get; init; }

    /// <summary>Lines of a text file (the file's own header included), checked by the reader of the dataset.</summary>
    public long? Rows { get; init; }

    public string Licence { get; init; } = "";

    public string Citation { get; init; } = "";

    /// <summary>Tables of the paper that read it: table1 ... table7, section1, card.</summary>
    public IReadOnlyList<string> UsedBy { get; init; } = [];

    /// <summary>How sure the hash and the size are, in words.</summary>
    public required string Confidence { get; init; }

    public string? Note { get; init; }

    /// <summary>True when the catalogue knows a hash, so that a wrong file cannot be taken for the right one.</summary>
    public bool Pinned => Sha256 is not null || Md5 is not null;

    /// <summary>Places below a mirror folder, '/'-separated: <see cref="Mirror"/>, then host and unescaped path of every URL (what <c>wget -x</c> makes).</summary>
    public IEnumerable<string> MirrorPaths =>
        (Mirror is null ? [] : new[] { Mirror }).Concat(Urls.Select(url => url.Host + Uri.UnescapeDataString(url.AbsolutePath)));
}

/// <summary>Files that are fetched together: a dataset, a checkpoint, a set of vectors.</summary>
public sealed record CatalogGroup
{
    public string Name { get; init; } = "";

    /// <summary>What it is, in a few words.</summary>
    public required string What { get; init; }

    public required string Licence { get; init; }

    /// <summary>Authors, year, title.</summary>
    public required string Citation { get; init; }

    public required IReadOnlyList<string> UsedBy { get; init; }

    public IReadOnlyList<CatalogEntry> Files { get; init; } = [];
}
