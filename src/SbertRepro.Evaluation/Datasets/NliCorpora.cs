using System.Text.Json;
using SbertRepro.Evaluation.Artifacts;

namespace SbertRepro.Evaluation.Datasets;

/// <summary>
/// AllNLI out of the original archives: SNLI (Bowman et al. 2015) and MultiNLI (Williams et al. 2018), 942,069 training pairs. Pairs without a majority label ("-") are
/// left out. As in the AllNLI file of sentence-transformers, MultiNLI's matched set belongs to dev and its mismatched set to test.
/// </summary>
/// <param name="SnliPath">snli_1.0.zip.</param>
/// <param name="MultiNliPath">multinli_1.0.zip.</param>
public sealed record NliCorpora(string SnliPath, string MultiNliPath)
{
    private const string NoMajority = "-";

    /// <summary>549,367 pairs of SNLI and 392,702 of MultiNLI.</summary>
    public const int TrainRows = 942_069;

    /// <summary>The pairs of a split, SNLI first, in file order.</summary>
    /// <param name="split">Which.</param>
    /// <param name="expectedRows">Another number is an error when the last row has been read. For the training split of the original archives <see cref="TrainRows"/>.</param>
    public IEnumerable<NliPair> Read(NliSplit split, int? expectedRows)
    {
        var (snli, multi) = split switch
        {
            NliSplit.Train => ("train", "train"),
            NliSplit.Dev => ("dev", "dev_matched"),
            _ => ("test", "dev_mismatched"),
        };
        var pairs = Entry(SnliPath, $"snli_1.0/snli_1.0_{snli}.jsonl").Concat(Entry(MultiNliPath, $"multinli_1.0/multinli_1.0_{multi}.jsonl"));
        return NliReader.Counted(pairs, $"{SnliPath} and {MultiNliPath}", expectedRows);
    }

    private static IEnumerable<NliPair> Entry(string archive, string entry)
    {
        if (!File.Exists(archive)) throw new ActionableException("the file is not there", archive, "the original archive", "sbert-repro fetch snli multinli");
        var path = $"{archive}/{entry}";
        foreach (var line in TextLines.Stream(Archives.OpenEntry(archive, entry), path))
        {
            if (Pair(line, path) is { } pair) yield return pair;
        }
    }

    private static NliPair? Pair(TextLine line, string path)
    {
        try
        {
            using var json = JsonDocument.Parse(line.Text);
            var label = Text(json.RootElement, "gold_label");
            return label == NoMajority ? null : NliReader.Pair(line, Text(json.RootElement, "sentence1"), Text(json.RootElement, "sentence2"), label, path);
        }
        catch (JsonException error)
        {
            throw new ActionableException($"not JSON ({error.Message})", $"{path} line {line.Number}", "one JSON object a line", "fetch the file again", error);
        }

        string Text(JsonElement row, string name) => row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw NliReader.Malformed($"no text \"{name}\"", "gold_label, sentence1 and sentence2", line, path);
    }
}
