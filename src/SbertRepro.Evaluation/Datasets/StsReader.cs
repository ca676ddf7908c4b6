using System.Globalization;

namespace SbertRepro.Evaluation.Datasets;

/// <summary>
/// Reads the file formats of the semantic textual similarity sets. None of them quotes: a quotation mark is part of its sentence.
/// Encodings, checked on the files: STS12-16 are UTF-8; STS-B and SICK are plain ASCII (SICK_test_annotated.txt ends its lines with CR LF), so UTF-8 reads all of them.
/// </summary>
/// <remarks>Every method throws <see cref="ActionableException"/> for a line that is not as described, with file, line, what was found and what was expected.</remarks>
public static class StsReader
{
    /// <summary>STS benchmark: genre, file, year, id, score, sentence 1, sentence 2, tab-separated without header; some lines carry two licence columns more.</summary>
    public static List<ScoredPair> ReadBenchmark(string path) =>
        [.. TextLines.Read(path).Select(line => Pair(Columns(line, 7, path), score: 4, first: 5, second: 6, new Scale(0, 5), line, path))];

    /// <summary>
    /// STS12-16: sentence pairs (tab-separated; columns after the second give their sources) and, line by line in a second file, scores.
    /// A pair with an empty score was not annotated and is left out.
    /// </summary>
    public static List<ScoredPair> ReadInputAndGold(string inputPath, string goldPath)
    {
        var (inputs, golds) = (TextLines.Read(inputPath), TextLines.Read(goldPath));
        if (inputs.Count != golds.Count)
            throw new ActionableException($"{golds.Count} lines", goldPath, $"{inputs.Count}, one per line of {inputPath}", "fetch both files again");
        var pairs = new List<ScoredPair>();
        foreach (var (input, gold) in inputs.Zip(golds))
        {
            var columns = Columns(input, 2, inputPath);
            if (string.IsNullOrWhiteSpace(gold.Text)) continue;
            pairs.Add(new ScoredPair(Sentence(columns[0], input, inputPath), Sentence(columns[1], input, inputPath), Score(gold.Text, new Scale(0, 5), gold, goldPath)));
        }
        return pairs;
    }

    /// <summary>SICK: tab-separated with a header; the score is relatedness_score, 1 to 5.</summary>
    public static List<ScoredPair> ReadSick(string path) => ReadWithHeader(path, "relatedness_score", "sentence_A", "sentence_B", new Scale(1, 5));

    /// <summary>Our own sample: tab-separated with the header score, sentence1, sentence2; scores 0 to 5.</summary>
    public static List<ScoredPair> ReadSample(string path) => ReadWithHeader(path, "score", "sentence1", "sentence2", new Scale(0, 5));

    private static List<ScoredPair> ReadWithHeader(string path, string score, string first, string second, Scale scale)
    {
        if (TextLines.Read(path) is not [var header, .. var lines]) throw new ActionableException("the file is empty", path, "a header line");
        var names = header.Text.Split('\t');
        var (scoreColumn, firstColumn, secondColumn) = (Column(names, score, header, path), Column(names, first, header, path), Column(names, second, header, path));
        return [.. lines.Select(line => Pair(Columns(line, names.Length, path), scoreColumn, firstColumn, secondColumn, scale, line, path))];
    }

    private static int Column(string[] names, string name, TextLine header, string path) =>
        Array.IndexOf(names, name) is >= 0 and var index ? index : throw Malformed($"the columns {string.Join(", ", names)}", $"a column {name}", header, path);

    private static string[] Columns(TextLine line, int atLeast, string path)
    {
        var columns = line.Text.Split('\t');
        return columns.Length >= atLeast ? columns : throw Malformed($"{columns.Length} column{(columns.Length == 1 ? "" : "s")}", $"{atLeast} or more, separated by tabs", line, path);
    }

    private static ScoredPair Pair(string[] columns, int score, int first, int second, Scale scale, TextLine line, string path) =>
        new(Sentence(columns[first], line, path), Sentence(columns[second], line, path), Score(columns[score], scale, line, path));

    private static string Sentence(string text, TextLine line, string path) =>
        string.IsNullOrWhiteSpace(text) ? throw Malformed("an empty sentence", "text", line, path) : text;

    private static double Score(string text, Scale scale, TextLine line, string path) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && score >= scale.Lowest && score <= scale.Highest
            ? score
            : throw Malformed($"the score '{text}'", $"a number from {scale.Lowest} to {scale.Highest}", line, path);

    private static ActionableException Malformed(string what, string expected, TextLine line, string path) => new(what, $"{path} line {line.Number}", expected, "fetch the file again");

    private readonly record struct Scale(int Lowest, int Highest);
}
