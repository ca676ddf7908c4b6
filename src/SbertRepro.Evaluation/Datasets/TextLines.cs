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
    public static List<TextLine> Read(string path) => Read(path, StrictUtf8);

    /// <summary>The lines of a file in ISO 8859-1, where every byte is a character; only LF or CR LF ends a line.</summary>
    public static List<TextLine> ReadLatin1(string path) => Read(path, Encoding.Latin1);

    private static List<TextLine> Read(string path, Encoding encoding)
    {
        if (!File.Exists(path)) throw new ActionableException("the file is not there", path, "a text file", "sbert-repro fetch, or set SBERT_REPRO_MIRROR");
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        if (encoding == StrictUtf8 && rest.StartsWith(Encoding.UTF8.Preamble)) rest = rest[Encoding.UTF8.Preamble.Length..];
        var lines = new List<TextLine>();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line.EndsWith("\r"u8)) line = line[..^1];
            lines.Add(new TextLine(lines.Count + 1, Decode(line, encoding, path, lines.Count + 1)));
        }
        return lines;
    }

    private static string Decode(ReadOnlySpan<byte> line, Encoding encoding, string path, int number)
    {
        try
        {
            return encoding.GetString(line);
        }
        catch (DecoderFallbackException error)
        {
            var found = string.Join(' ', error.BytesUnknown?.Select(value => value.ToString("X2", null)) ?? []);
            throw new ActionableException($"the bytes {found} are not UTF-8", $"{path} line {number}", "UTF-8 text", "fetch the file again", error);
        }
    }
}
