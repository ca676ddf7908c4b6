using System.Runtime.InteropServices;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders.Training;

/// <summary>A tokenised text on disk: little-endian 16-bit ids of all lines in order, [SEP] after each.</summary>
internal static class TokenFile
{
    public static ushort[] Read(string path) => MemoryMarshal.Cast<byte, ushort>(File.ReadAllBytes(path)).ToArray();

    /// <summary>Tokenises on all cores, under a temporary name that becomes <paramref name="path"/> when all is written.</summary>
    /// <param name="path">Left alone where it is there.</param>
    /// <param name="documents">Only enumerated when it is not.</param>
    /// <param name="tokenization">Of at most 65,536 tokens.</param>
    /// <param name="endDocuments">Writes [PAD] after the last line of a document.</param>
    public static void WriteIfMissing(string path, Func<IEnumerable<IReadOnlyList<string>>> documents, BertTokenization tokenization, bool endDocuments = false)
    {
        if (tokenization.Vocabulary.Count > ushort.MaxValue + 1) throw new ActionableException($"{tokenization.Vocabulary.Count} tokens", path, "ids of 16 bits");
        if (File.Exists(path)) return;
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                var lines = documents().SelectMany(document => document.Select((line, index) => (line, IsLast: endDocuments && index == document.Count - 1)));
                foreach (var chunk in lines.Chunk(8192)) stream.Write(Encoded(chunk, tokenization));
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static ReadOnlySpan<byte> Encoded((string Line, bool IsLast)[] lines, BertTokenization tokenization)
    {
        var ids = new int[lines.Length][];
        Parallel.For(0, lines.Length, index => ids[index] = tokenization.EncodeWithoutSpecialTokens(lines[index].Line));
        List<ushort> tokens = [];
        foreach (var (line, (_, isLast)) in ids.Zip(lines))
        {
            if (line.Length > 0) tokens.AddRange(line.Append(tokenization.SeparatorId).Select(id => (ushort)id));
            if (isLast) tokens.Add((ushort)tokenization.PaddingId);
        }

        return MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(tokens));
    }
}
