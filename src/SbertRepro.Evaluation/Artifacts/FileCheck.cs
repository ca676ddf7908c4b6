using System.Text.Json;

namespace SbertRepro.Evaluation.Artifacts;

/// <summary>What a look at a file's content said.</summary>
/// <param name="Sha256">Hash of the content.</param>
/// <param name="Verified">A hash of the catalogue agreed.</param>
/// <param name="Problem">Null when the file may be used; otherwise expected and found.</param>
internal sealed record CheckedFile(string Sha256, bool Verified, string? Problem)
{
    public bool Good => Problem is null;
}

/// <summary>
/// Compares files with the catalogue. Where the catalogue has no hash, the first file seen under an id sets it (trust on first use): its hash is kept in
/// <c>&lt;id&gt;.first-seen.json</c> in the cache, and another content under the same id is refused until that file is deleted.
/// </summary>
internal sealed class FileCheck(ArtifactOptions options)
{
    private readonly FileHashes hashes = new(Path.Combine(options.CacheFolder, ".hashes"), options.RememberHashFrom);

    public async Task<CheckedFile> CheckAsync(CatalogEntry entry, string path, CancellationToken cancellation)
    {
        var sha256 = await hashes.Sha256Async(path, cancellation).ConfigureAwait(false);
        if (entry.Sha256 is { } expected)
            return new(sha256, Verified: true, sha256 == expected ? null : $"has sha256 {sha256}, expected {expected} (catalogue)");

        if (entry.Md5 is { } expectedMd5)
        {
            var md5 = await hashes.Md5Async(path, cancellation).ConfigureAwait(false);
            return new(sha256, Verified: true, md5 == expectedMd5 ? null : $"has md5 {md5}, expected {expectedMd5} (catalogue)");
        }

        var bytes = new FileInfo(path).Length;
        if (entry.Bytes is { } length && bytes != length) return new(sha256, Verified: false, $"has {bytes} bytes, expected {length} (catalogue)");
        return new(sha256, Verified: false, CompareWithFirstSeen(entry, sha256, bytes));
    }

    private string? CompareWithFirstSeen(CatalogEntry entry, string sha256, long bytes)
    {
        var record = CachePaths.Of(options, entry) + ".first-seen.json";
        if (File.Exists(record))
        {
            var first = JsonSerializer.Deserialize<FirstSeen>(File.ReadAllText(record))
                ?? throw new ActionableException("empty record", record, "the hash this file was first seen with", "delete it to accept the file as it is now");
            return first.Sha256 == sha256 ? null : $"has sha256 {sha256}, but {first.Sha256} when first seen on {first.When:yyyy-MM-dd}; delete {record} to accept the change";
        }
        Directory.CreateDirectory(Path.GetDirectoryName(record)!);
        AtomicFile.Write(record, JsonSerializer.Serialize(new FirstSeen(sha256, bytes, DateTimeOffset.UtcNow)));
        return null;
    }

    private sealed record FirstSeen(string Sha256, long Bytes, DateTimeOffset When);
}

/// <summary>Places below the cache folder.</summary>
internal static class CachePaths
{
    public static string Of(ArtifactOptions options, CatalogEntry entry) => Path.Combine([options.CacheFolder, .. entry.Id.Split('/')]);
}
