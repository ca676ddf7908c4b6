using System.IO.Compression;

namespace SbertRepro.Evaluation.Datasets;

/// <summary>Reads natural language inference sets line by line: the text of a million pairs is never in memory at once.</summary>
/// <remarks>Every method throws <see cref="ActionableException"/> for a line that is not as described, with file, line, what was found and what was expected.</remarks>
public static class NliReader
{
    private static readonly Dictionary<string, NliLabel> Labels = Enum.GetValues<NliLabel>().ToDictionary(label => label.ToString().ToLowerInvariant());

    /// <summary>AllNLI.tsv.gz: tab-separated with the header split, dataset, filename, sentence1, sentence2, label; nothing is quoted.</summary>
    /// <param name="path">The gzipped file.</param>
    /// <param name="split">Which rows.</param>
    /// <param name="expectedRows">Of the split; another number is an error when the last row has been read. Null where none is known.</param>
    public static IEnumerable<NliPair> ReadAllNli(string path, NliSplit split, int? expectedRows = null)
    {
        var wanted = split.ToString().ToLowerInvariant();
        return Counted(Rows(Gunzipped(path), path, ["split", "sentence1", "sentence2", "label"]).Where(row => Split(row) == wanted).Select(row => Pair(row.Line, row.Fields[1], row.Fields[2], row.Fields[3], path)), path, expectedRows);

        string Split((TextLine Line, string[] Fields) row) => row.Fields[0] is "train" or "dev" or "test" ? row.Fields[0] : throw Malformed($"the split '{row.Fields[0]}'", "train, dev or test", row.Line, path);
    }

    /// <summary>Our own sample: tab-separated with the header label, premise, hypothesis.</summary>
    public static IEnumerable<NliPair> ReadSample(string path) =>
        Rows(Opened(path), path, ["premise", "hypothesis", "label"]).Select(row => Pair(row.Line, row.Fields[0], row.Fields[1], row.Fields[2], path));

    internal static NliPair Pair(TextLine line, string premise, string hypothesis, string label, string path) => Labels.TryGetValue(label, out var known)
        ? new NliPair(premise, hypothesis, known)
        : throw Malformed($"the label '{label}'", string.Join(", ", Labels.Keys), line, path);

    internal static IEnumerable<NliPair> Counted(IEnumerable<NliPair> pairs, string path, int? expectedRows)
    {
        var count = 0;
        foreach (var pair in pairs)
        {
            count++;
            yield return pair;
        }

        if (expectedRows is { } expected && count != expected) throw new ActionableException($"{count} rows", path, $"{expected}", "fetch the file again");
    }

    internal static ActionableException Malformed(string what, string expected, TextLine line, string path) => new(what, $"{path} line {line.Number}", expected, "fetch the file again");

    /// <summary>The named columns of every line below the header.</summary>
    private static IEnumerable<(TextLine Line, string[] Fields)> Rows(Stream stream, string path, string[] names)
    {
        string[]? header = null;
        int[] columns = [];
        foreach (var line in TextLines.Stream(stream, path))
        {
            var fields = line.Text.Split('\t');
            if (header is null)
            {
                (header, columns) = (fields, Array.ConvertAll(names, name => Array.IndexOf(fields, name)));
                if (columns.Contains(-1)) throw Malformed($"the columns {string.Join(", ", fields)}", $"a header with {string.Join(", ", names)}", line, path);
                continue;
            }

            if (fields.Length != header.Length) throw Malformed($"{fields.Length} column{(fields.Length == 1 ? "" : "s")}", $"{header.Length}, separated by tabs", line, path);
            yield return (line, Array.ConvertAll(columns, column => fields[column]));
        }

        if (header is null) throw new ActionableException("the file is empty", path, "a header line");
    }

    private static GZipStream Gunzipped(string path) => new(Opened(path), CompressionMode.Decompress);

    private static FileStream Opened(string path) => File.Exists(path)
        ? File.OpenRead(path)
        : throw new ActionableException("the file is not there", path, "natural language inference pairs", "sbert-repro fetch, or set SBERT_REPRO_MIRROR");
}
