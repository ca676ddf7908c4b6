using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SbertRepro.Evaluation.Artifacts;

/// <summary>Hashes of files on disk. Those of large files are remembered below <paramref name="folder"/> under (algorithm, path, length, time of last change).</summary>
internal sealed class FileHashes(string folder, long rememberFrom)
{
    private const int BufferSize = 1 << 20;

    public Task<string> Sha256Async(string path, CancellationToken cancellation) => HashAsync(path, HashAlgorithmName.SHA256, cancellation);

    public Task<string> Md5Async(string path, CancellationToken cancellation) => HashAsync(path, HashAlgorithmName.MD5, cancellation);

    private async Task<string> HashAsync(string path, HashAlgorithmName algorithm, CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        if (file.Length < rememberFrom) return await ComputeAsync(path, algorithm, cancellation).ConfigureAwait(false);

        var key = string.Create(CultureInfo.InvariantCulture, $"{algorithm.Name}\n{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n");
        var memo = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]);
        if (File.Exists(memo) && await File.ReadAllTextAsync(memo, cancellation).ConfigureAwait(false) is var text && text.StartsWith(key, StringComparison.Ordinal))
            return text[key.Length..].TrimEnd();

        var hash = await ComputeAsync(path, algorithm, cancellation).ConfigureAwait(false);
        Directory.CreateDirectory(folder);
        AtomicFile.Write(memo, $"{key}{hash}\n");
        return hash;
    }

    private static async Task<string> ComputeAsync(string path, HashAlgorithmName algorithm, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[BufferSize];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0) hash.AppendData(buffer, 0, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Small files that are never seen half-written.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string text)
    {
        var fresh = $"{path}.{Guid.NewGuid():n}";
        File.WriteAllText(fresh, text);
        File.Move(fresh, path, overwrite: true);
    }
}
