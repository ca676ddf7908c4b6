namespace SbertRepro.Evaluation.Datasets;

/// <summary>
/// Reads the file formats of the transfer tasks as SentEval distributes them. Words are separated by white space; what is returned has single spaces.
/// Encodings, checked on the files: MR, CR, SUBJ and MPQA are ASCII (SentEval's script turned other bytes into M-x sequences), SST2 and MRPC UTF-8 (MRPC with a byte
/// order mark), TREC ISO 8859-1 ("sister\xF0city"; all quotation marks were deleted by SentEval's script).
/// </summary>
/// <remarks>Every method throws <see cref="ActionableException"/> for a line that is not as described, with file, line, what was found and what was expected.</remarks>
public static class TransferReader
{
    /// <summary>A sentence a line, all of one class. An empty line is an item as well: SentEval counts the four of CR and the three of MPQA.</summary>
    public static List<LabelledText> ReadSentences(string path, int label) => [.. TextLines.Read(path).Select(line => new LabelledText(Spaced(line.Text), null, label))];

    /// <summary>SST2: sentence or phrase, tab, 0 or 1.</summary>
    public static List<LabelledText> ReadSentiment(string path) => [.. TextLines.Read(path).Select(line =>
    {
        var columns = Columns(line, 2, path);
        return new LabelledText(Sentence(columns[0], line, path), null, Binary(columns[1].Trim(), "label", line, path));
    })];

    /// <summary>TREC: coarse class, colon, fine class, space, question. Only the coarse class is kept, as SentEval does.</summary>
    public static List<LabelledText> ReadQuestions(string path, IReadOnlyList<string> classes) => [.. TextLines.ReadLatin1(path).Select(line =>
    {
        var (colon, space) = (line.Text.IndexOf(':', StringComparison.Ordinal), line.Text.IndexOf(' ', StringComparison.Ordinal));
        if (colon < 0 || space < colon) throw Malformed($"'{Start(line.Text)}'", "COARSE:fine question", line, path);
        var label = classes.TakeWhile(name => name != line.Text[..colon]).Count();
        if (label == classes.Count) throw Malformed($"the class '{Start(line.Text[..colon])}'", $"one of {string.Join(", ", classes)}", line, path);
        return new LabelledText(Sentence(line.Text[space..], line, path), null, label);
    })];

    /// <summary>MRPC: header, then quality (1: paraphrase), two ids, two sentences, tab-separated; quotation marks are text.</summary>
    public static List<LabelledText> ReadParaphrases(string path)
    {
        const string Header = "Quality\t#1 ID\t#2 ID\t#1 String\t#2 String";
        if (TextLines.Read(path) is not [var header, .. var lines]) throw new ActionableException("the file is empty", path, $"the header '{Header}'");
        if (header.Text != Header) throw Malformed($"the header '{Start(header.Text)}'", $"'{Header}'", header, path);
        return [.. lines.Select(line =>
        {
            var columns = Columns(line, 5, path);
            return new LabelledText(Sentence(columns[3], line, path), Sentence(columns[4], line, path), Binary(columns[0], "quality", line, path));
        })];
    }

    private static string[] Columns(TextLine line, int count, string path)
    {
        var columns = line.Text.Split('\t');
        return columns.Length == count ? columns : throw Malformed($"{columns.Length} column{(columns.Length == 1 ? "" : "s")}", $"{count}, separated by tabs", line, path);
    }

    private static int Binary(string text, string name, TextLine line, string path) => text switch
    {
        "0" => 0,
        "1" => 1,
        _ => throw Malformed($"the {name} '{Start(text)}'", "0 or 1", line, path),
    };

    private static string Sentence(string text, TextLine line, string path) => Spaced(text) is { Length: > 0 } spaced ? spaced : throw Malformed("an empty sentence", "text", line, path);

    private static string Spaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Start(string text) => text.Length > 60 ? text[..60] + "..." : text;

    private static ActionableException Malformed(string what, string expected, TextLine line, string path) => new(what, $"{path} line {line.Number}", expected, "fetch the file again");
}
