using System.Security.Cryptography;

namespace SbertRepro.Experiments;

/// <summary>A file that a cell reads, whole and verified.</summary>
/// <param name="Id">Of the catalogue's artifact, or the file's name inside a model folder.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Sha256">Of its bytes, lower-case hexadecimal.</param>
public sealed record SourceFile(string Id, string Path, string Sha256)
{
    /// <summary>Hashes a file that no catalogue knows.</summary>
    public static SourceFile Local(string id, string path)
    {
        using var stream = File.OpenRead(path);
        return new SourceFile(id, path, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
