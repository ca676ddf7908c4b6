using System.Text;

namespace SbertRepro.Evaluation.Datasets;

/// <summary>One line of a text file; the first has number 1.</summary>
internal readonly record struct TextLine(int Number, string Text);

/// <summary>Reads text files strictly: a byte that the encoding does not know is an error with its line, never a replacement character in a sentence.</summary>
internal static class TextLines
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The lines of a UTF-8 file. Only LF or CR LF ends a line: other Unicode line separators occur inside sentences. A byte order mark at the start is dropped,
    /// and so is the nothing after the last line end; an empty line before it stays, as in gold files it means "not scored".
    /// </summary>
    public static List<TextLine> Read(string path)
    {
        if (!File.Exists(path)) throw new ActionableException("the file is not there", path, "a text file", "sbert-repro fetch, or set SBERT_REPRO_MIRROR");
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        if (rest.StartsWith(Encoding.UTF8.Preamble)) rest = rest[Encoding.UTF8.Preamble.Length..];
        var lines = new List<TextLine>();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line.EndsWith("\r"u8)) line = line[..^1];
            lines.Add(new TextLine(lines.Count + 1, Decode(line, path, lines.Count + 1)));
        }
        return lines;
    }

    /// <summary>The same, one line at a time, for files that are better not held in memory.</summary>
    /// <param name="stream">Read to its end and disposed.</param>
    /// <param name="path">Names it in messages.</param>
    public static IEnumerable<TextLine> Stream(Stream stream, string path)
    {
        using var source = stream;
        var (buffer, filled, number, read) = (new byte[1 << 16], 0, 0, 0);
        do
        {
            if (filled == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
            read = source.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            var start = 0;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', start, filled - start)) >= 0; start = end + 1) yield return Line(start, end);
            if (read == 0 && start < filled) yield return Line(start, filled);
            Buffer.BlockCopy(buffer, start, buffer, 0, filled -= start);
        }
        while (read > 0);

        TextLine Line(int start, int end)
        {
            var line = buffer.AsSpan(start, end - start);
            if (++number == 1 && line.StartsWith(Encoding.UTF8.Preamble)) line = line[Encoding.UTF8.Preamble.Length..];
            return new TextLine(number, Decode(line.EndsWith("\r"u8) ? line[..^1] : line, path, number));
        }
    }

    private static string Decode(ReadOnlySpan<byte> line, string path, int number)
    {
        try
        {
            return StrictUtf8.GetString(line);
        }
        catch (DecoderFallbackException error)
        {
            var found = string.Join(' ', error.BytesUnknown?.Select(value => value.ToString("X2", null)) ?? []);
            throw new ActionableException($"the bytes {found} are not UTF-8", $"{path} line {number}", "UTF-8 text", "fetch the file again", error);
        }
    }
}
