using System.Text;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Cli.Text;

/// <summary>Lines of a file or of standard input ("-"), in chunks: an input of any length fits into memory.</summary>
internal sealed class TextInput(string path)
{
    /// <summary>Enough lines for length batching to find equal lengths, few enough to hold.</summary>
    public const int ChunkLines = 8192;

    // Strict: a file in another encoding is an error with a name, not a vector of replacement characters.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string Name { get; } = path == "-" ? "standard input" : path;

    public IEnumerable<string[]> Chunks(int lines = ChunkLines) => Lines().Chunk(lines);

    public IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(Open(), Utf8);
        long number = 0;
        while (Next(reader, ++number) is { } line)
            yield return line;
    }

    /// <summary>Tab-separated pairs.</summary>
    /// <exception cref="ActionableException">A line without exactly one tab, named by its number.</exception>
    public IEnumerable<SentencePair> Pairs()
    {
        long number = 0;
        foreach (var line in Lines())
        {
            number++;
            var columns = line.Split('\t');
            yield return columns is [var first, var second]
                ? new SentencePair(first, second)
                : throw new ActionableException($"{columns.Length} column{(columns.Length == 1 ? "" : "s")}", $"{Name} line {number}", "two sentences separated by one tab");
        }
    }

    private string? Next(StreamReader reader, long number)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException e)
        {
            throw new ActionableException("bytes that are not UTF-8", $"{Name} near line {number}", "UTF-8 text", $"iconv -f latin1 -t utf-8 {Name}", e);
        }
    }

    private Stream Open()
    {
        if (path == "-") return Console.OpenStandardInput();
        if (Directory.Exists(path)) throw new ActionableException("a folder", path, "a text file");
        return File.Exists(path) ? File.OpenRead(path) : throw new ActionableException("no such file", path, "a text file, or - for standard input");
    }
}
