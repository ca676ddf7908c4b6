namespace SbertRepro.Evaluation.Artifacts;

/// <summary>Where artifacts are looked for and kept.</summary>
/// <param name="CacheFolder">Downloads go here.</param>
/// <param name="MirrorFolder">Read-only folder laid out as <c>&lt;host&gt;/&lt;path of the URL&gt;</c>, or null.</param>
/// <param name="Offline">Never open a socket.</param>
public sealed record ArtifactOptions(string CacheFolder, string? MirrorFolder = null, bool Offline = false)
{
    /// <summary>
    /// Files of at least this size are not rehashed on every use: their hash is remembered under (path, length, time of last change).
    /// The price: an edit that keeps the length and puts the old time back is not seen. Smaller files are always hashed.
    /// </summary>
    public long RememberHashFrom { get; init; } = 64L << 20;

    /// <summary>Stands in for https://huggingface.co: a hub-shaped server of one's own.</summary>
    public Uri? HuggingFaceEndpoint { get; init; }

    public DownloadOptions Download { get; init; } = new();

    /// <summary>
    /// Cache: SBERT_REPRO_CACHE, else XDG_CACHE_HOME/sbert-repro, else ~/.cache/sbert-repro. Mirror: SBERT_REPRO_MIRROR, else <c>../shared/mirror</c>
    /// beside the repository that contains <paramref name="startFolder"/>, if there is one. Hub: SBERT_REPRO_HF_ENDPOINT, else HF_ENDPOINT.
    /// </summary>
    /// <exception cref="UsageException">SBERT_REPRO_MIRROR names no folder, or an endpoint is not an http(s) URL.</exception>
    public static ArtifactOptions FromEnvironment(bool offline, string startFolder) => FromEnvironment(offline, startFolder, Environment.GetEnvironmentVariable);

    internal static ArtifactOptions FromEnvironment(bool offline, string startFolder, Func<string, string?> variable)
    {
        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
        var home = Value("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache = Value("SBERT_REPRO_CACHE") ?? Path.Combine(Value("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache"), "sbert-repro");
        var endpoint = Value("SBERT_REPRO_HF_ENDPOINT") is { } own ? Endpoint("SBERT_REPRO_HF_ENDPOINT", own)
            : Value("HF_ENDPOINT") is { } hub ? Endpoint("HF_ENDPOINT", hub) : null;
        return new ArtifactOptions(Path.GetFullPath(cache), MirrorFrom(Value("SBERT_REPRO_MIRROR"), startFolder), offline) { HuggingFaceEndpoint = endpoint };
    }

    private static string? MirrorFrom(string? named, string startFolder)
    {
        if (named is not null)
        {
            return Directory.Exists(named)
                ? Path.GetFullPath(named)
                : throw new UsageException($"SBERT_REPRO_MIRROR names '{named}', which is not a folder", "an existing folder", "correct or unset SBERT_REPRO_MIRROR");
        }
        var repository = Directory.Exists(startFolder) ? new DirectoryInfo(startFolder) : null;
        while (repository is not null && !File.Exists(Path.Combine(repository.FullName, "SbertRepro.sln"))) repository = repository.Parent;
        if (repository?.Parent is null) return null;
        var beside = Path.Combine(repository.Parent.FullName, "shared", "mirror");
        return Directory.Exists(beside) ? beside : null;
    }

    private static Uri Endpoint(string name, string value) =>
        Uri.TryCreate(value.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https")
            ? uri
            : throw new UsageException($"{name} is '{value}'", "an http or https URL", $"correct or unset {name}");
}

/// <summary>How patient a download is.</summary>
public sealed record DownloadOptions
{
    /// <summary>Failed tries in a row, without new bytes, before the URL is given up.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>Pause before the second try; doubles from there, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause; also the most a server's Retry-After is obeyed.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A connection that gives no byte for this long counts as broken.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(60);

    public int Redirects { get; init; } = 10;
}
