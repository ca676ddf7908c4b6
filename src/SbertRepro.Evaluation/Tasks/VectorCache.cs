using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SbertRepro.Evaluation.Tasks;

/// <summary>
/// Sentence vectors on disk, a file for each system and set of sentences, so that protocols and restarts share one encoding. A file bears in its header what it was made from and the hash of
/// its values; one that does not check out is encoded anew. Written to a temporary name and renamed when whole.
/// </summary>
/// <param name="folder">Made when needed; may be deleted at any time.</param>
public sealed class VectorCache(string folder)
{
    private static readonly byte[] Magic = "SBERTVEC1\n"u8.ToArray();

    /// <summary>The vectors of <paramref name="sentences"/>: from the cache, else by <paramref name="encode"/>, then kept.</summary>
    /// <param name="system">Everything that could change a vector, such as the hash of a fingerprint of model files, settings and code.</param>
    /// <param name="sentences">What is encoded, in this order.</param>
    /// <param name="encode">Makes the vectors.</param>
    public SentenceVectors GetOrEncode(string system, IReadOnlyList<string> sentences, Func<IReadOnlyList<string>, SentenceVectors> encode)
    {
        var key = Key(system, sentences);
        var path = Path.Combine(folder, Convert.ToHexStringLower(key)[..32] + ".vectors");
        if (Read(path, key, sentences.Count) is { } cached) return cached;
        var vectors = encode(sentences);
        Write(path, key, vectors);
        return vectors;
    }

    private static byte[] Key(string system, IReadOnlyList<string> sentences)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in sentences.Prepend(system))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
        return hash.GetHashAndReset();
    }

    // Header: magic, key, hash of the values, count, dimension (int32); then the values, little-endian float32.
    private static SentenceVectors? Read(string path, byte[] key, int count)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic) || !reader.ReadBytes(key.Length).AsSpan().SequenceEqual(key)) return null;
            var (hash, rows, dimension) = (reader.ReadBytes(SHA256.HashSizeInBytes), reader.ReadInt32(), reader.ReadInt32());
            if (rows != count || dimension <= 0 || reader.BaseStream.Length - reader.BaseStream.Position != 4L * rows * dimension) return null;
            var vectors = new SentenceVectors(rows, dimension);
            reader.BaseStream.ReadExactly(Bytes(vectors));
            return SHA256.HashData(Bytes(vectors)).AsSpan().SequenceEqual(hash) ? vectors : null;
        }
        catch (IOException)
        {
            return null; // cut short, or replaced while it was read: what it held can be made again
        }
    }

    private void Write(string path, byte[] key, SentenceVectors vectors)
    {
        Directory.CreateDirectory(folder);
        var temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (var writer = new BinaryWriter(File.Create(temporary)))
            {
                writer.Write(Magic);
                writer.Write(key);
                writer.Write(SHA256.HashData(Bytes(vectors)));
                writer.Write(vectors.Count);
                writer.Write(vectors.Dimension);
                writer.Write(Bytes(vectors));
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary); // there only when something failed
        }
    }

    // Spans count in int32: 2 GiB of vectors, which is 524,000 of 1,024 dimensions.
    private static Span<byte> Bytes(SentenceVectors vectors) => MemoryMarshal.AsBytes(vectors.Values.AsSpan());
}
