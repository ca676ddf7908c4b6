namespace SbertRepro.Evaluation.Artifacts;

/// <summary>
/// Hands out the files of the catalogue: from the cache, else from the mirror (in place), else from the network into the cache. Every file is hashed before
/// it is handed out. A damaged file in the cache is moved aside and fetched anew; a damaged file in the mirror is passed over when the network can replace
/// it, and is an error otherwise. Either shows up in <see cref="Artifact.Warnings"/>.
/// </summary>
public sealed class ArtifactStore(Catalog catalog, ArtifactOptions options) : IDisposable
{
    private const string HuggingFace = "https://huggingface.co/";

    private readonly FileCheck check = new(options);
    private readonly HttpDownload download = new(options.Download);

    public Catalog Catalog => catalog;

    public ArtifactOptions Options => options;

    /// <summary>Gets one file, downloading it if need be. A cancelled download is continued by the next call.</summary>
    /// <exception cref="UsageException">Unknown id.</exception>
    /// <exception cref="ActionableException">The file cannot be had, or what was found is not the right one.</exception>
    public async Task<Artifact> GetAsync(string id, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var request = new ArtifactRequest(catalog[id], CachePaths.Of(options, catalog[id]), progress, []);
        try
        {
            return await FromCacheAsync(request, cancellation).ConfigureAwait(false)
                ?? await FromMirrorAsync(request, cancellation).ConfigureAwait(false)
                ?? await FromNetworkAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ActionableException(error.Message.TrimEnd('.'), id, "a readable file and a writable cache", "check the folder, or set SBERT_REPRO_CACHE to another one", error);
        }
    }

    /// <summary>Gets all files of a group, in the order of the catalogue.</summary>
    public async Task<IReadOnlyList<Artifact>> GetGroupAsync(string name, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var artifacts = new List<Artifact>();
        foreach (var entry in catalog.Group(name).Files) artifacts.Add(await GetAsync(entry.Id, progress, cancellation).ConfigureAwait(false));
        return artifacts;
    }

    /// <summary>Says how a file could be had, without network and without hashing.</summary>
    public Availability Locate(string id)
    {
        var entry = catalog[id];
        var cached = CachePaths.Of(options, entry);
        if (File.Exists(cached)) return new(id, AvailabilityKind.Cached, cached, 0, $"in the cache: {cached}");
        if (MirrorFiles(entry).FirstOrDefault() is { } mirrored) return new(id, AvailabilityKind.Mirrored, mirrored, 0, $"in the mirror: {mirrored}");
        if (entry.Urls.Count == 0) return new(id, AvailabilityKind.Unavailable, null, null, $"no public URL: it is only in a mirror, as {entry.MirrorPaths.First()}");
        if (options.Offline) return new(id, AvailabilityKind.Unavailable, null, entry.Bytes, "neither in the cache nor in a mirror, and this run is offline");
        return new(id, AvailabilityKind.Downloadable, null, entry.Bytes, $"to be downloaded from {entry.Urls[0].Host}");
    }

    /// <summary>Says how a whole group could be had: as its least available file can.</summary>
    public Availability LocateGroup(string name)
    {
        var files = catalog.Group(name).Files.Select(entry => Locate(entry.Id)).ToList();
        var worst = files.MaxBy(file => file.Kind)!;
        long? bytes = files.Any(file => file.DownloadBytes is null) ? null : files.Sum(file => file.DownloadBytes);
        return new(name, worst.Kind, null, bytes, $"{worst.Id} is {worst.Explanation}");
    }

    /// <summary>What getting these files would mean: sizes, licences, sources. Nothing is fetched.</summary>
    public FetchPlan Plan(IEnumerable<string> ids) =>
        new([.. ids.Distinct(StringComparer.Ordinal).Select(id => new FetchPlanRow(catalog[id], Locate(id)))]);

    public void Dispose() => download.Dispose();

    private async Task<Artifact?> FromCacheAsync(ArtifactRequest request, CancellationToken cancellation)
    {
        if (!File.Exists(request.CachePath)) return null;
        var found = await check.CheckAsync(request.Entry, request.CachePath, cancellation).ConfigureAwait(false);
        if (found.Good) return request.Done(request.CachePath, found, ArtifactSource.Cache);

        using var held = await LockAsync(request, cancellation).ConfigureAwait(false);
        if (!File.Exists(request.CachePath)) return null;
        found = await check.CheckAsync(request.Entry, request.CachePath, cancellation).ConfigureAwait(false); // another process may have replaced it
        if (found.Good) return request.Done(request.CachePath, found, ArtifactSource.Cache);
        File.Move(request.CachePath, request.CachePath + ".corrupt", overwrite: true);
        request.Warn($"{request.CachePath} {found.Problem}; moved aside to {Path.GetFileName(request.CachePath)}.corrupt");
        return null;
    }

    private async Task<Artifact?> FromMirrorAsync(ArtifactRequest request, CancellationToken cancellation)
    {
        foreach (var path in MirrorFiles(request.Entry))
        {
            var found = await check.CheckAsync(request.Entry, path, cancellation).ConfigureAwait(false);
            if (found.Good) return request.Done(path, found, ArtifactSource.Mirror);
            request.Warn($"{path} {found.Problem}");
        }
        return null;
    }

    private async Task<Artifact> FromNetworkAsync(ArtifactRequest request, CancellationToken cancellation)
    {
        if (options.Offline || request.Entry.Urls.Count == 0) throw Unobtainable(request);
        using var held = await LockAsync(request, cancellation).ConfigureAwait(false);
        if (File.Exists(request.CachePath) && await check.CheckAsync(request.Entry, request.CachePath, cancellation).ConfigureAwait(false) is { Good: true } brought)
            return request.Done(request.CachePath, brought, ArtifactSource.Cache); // by the process that held the lock

        var failures = new List<string>();
        foreach (var url in request.Entry.Urls.Select(Resolve))
        {
            try
            {
                return await FetchAsync(request, url, cancellation).ConfigureAwait(false);
            }
            catch (TransferException error)
            {
                failures.Add($"{url}: {error.Message}");
            }
        }
        throw new ActionableException(
            $"cannot be downloaded: {string.Join("; ", failures.Concat(request.Warnings))}",
            request.Entry.Id,
            next: $"check the network, or put the file into a mirror folder as {request.Entry.MirrorPaths.First()} and set SBERT_REPRO_MIRROR");
    }

    private async Task<Artifact> FetchAsync(ArtifactRequest request, Uri url, CancellationToken cancellation)
    {
        var part = new PartialFile(request.CachePath);
        for (var again = false; ; again = true)
        {
            var resumed = await download.FetchAsync(request.Entry, url, part, request.Progress, cancellation).ConfigureAwait(false);
            request.Progress?.Report(new(request.Entry.Id, DownloadStage.Verifying, part.Length, part.Length));
            var found = await check.CheckAsync(request.Entry, part.Path, cancellation).ConfigureAwait(false);
            if (found.Good)
            {
                part.Finish();
                return request.Done(request.CachePath, found, ArtifactSource.Network);
            }
            part.Discard();
            // A file glued together from two answers may be wrong where each of them is right: fetch it once in one piece.
            if (!resumed || again) throw new TransferException($"the file {found.Problem}", transient: false);
        }
    }

    private ActionableException Unobtainable(ArtifactRequest request)
    {
        var place = request.Entry.MirrorPaths.First();
        var why = request.Warnings.Count > 0 ? string.Join("; ", request.Warnings)
            : options.MirrorFolder is { } mirror ? $"neither in the cache ({options.CacheFolder}) nor in the mirror ({mirror})"
            : $"not in the cache ({options.CacheFolder}), and there is no mirror";
        return request.Entry.Urls.Count == 0
            ? new(why + "; it has no public URL", request.Entry.Id, next: $"put it into a mirror folder as {place} and set SBERT_REPRO_MIRROR")
            : new(why + "; nothing is downloaded now", request.Entry.Id,
                next: $"sbert-repro fetch {request.Entry.Id} (not --offline), or put the file into a mirror folder as {place} and set SBERT_REPRO_MIRROR");
    }

    private static Task<FileLock> LockAsync(ArtifactRequest request, CancellationToken cancellation) => FileLock.AcquireAsync(
        request.CachePath + ".lock",
        () => request.Progress?.Report(new(request.Entry.Id, DownloadStage.Waiting, 0, request.Entry.Bytes, Message: "another process is fetching it; waiting")),
        cancellation);

    private IEnumerable<string> MirrorFiles(CatalogEntry entry) => options.MirrorFolder is { } mirror
        ? entry.MirrorPaths.Select(path => Path.Combine([mirror, .. path.Split('/')])).Where(File.Exists)
        : [];

    private Uri Resolve(Uri url) => options.HuggingFaceEndpoint is { } hub && url.AbsoluteUri.StartsWith(HuggingFace, StringComparison.Ordinal)
        ? new Uri(hub, url.AbsoluteUri[HuggingFace.Length..])
        : url;

    private sealed record ArtifactRequest(CatalogEntry Entry, string CachePath, IProgress<DownloadProgress>? Progress, List<string> Warnings)
    {
        public void Warn(string warning)
        {
            Warnings.Add(warning);
            Progress?.Report(new(Entry.Id, DownloadStage.Verifying, 0, Entry.Bytes, Message: warning));
        }

        public Artifact Done(string path, CheckedFile found, ArtifactSource source) => new(Entry.Id, path, found.Sha256, source, found.Verified) { Warnings = Warnings };
    }
}
