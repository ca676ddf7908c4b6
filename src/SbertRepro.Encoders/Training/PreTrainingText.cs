using System.IO.Compression;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// The text that BERT is pre-trained on: documents of lines (a sentence or a paragraph each), out of a corpus file and the train split of an NLI file.
/// Lines are streamed; nothing but one document is in memory.
/// </summary>
/// <param name="corpusPath">Gzipped UTF-8 text, an empty line between documents.</param>
/// <param name="nliPath">Gzipped columns of AllNLI.tsv.gz (split, dataset, filename, sentence1, sentence2, label), or null.</param>
/// <param name="heldOut">Sentences of test and development sets: a line that equals one of them, ignoring case and all but letters and digits, is dropped.</param>
public sealed class PreTrainingText(string corpusPath, string? nliPath, IEnumerable<string> heldOut)
{
    /// <summary>One document in this many is for measuring the loss.</summary>
    private const int DevelopmentEvery = 200;

    private readonly HashSet<string> heldOutKeys = [.. heldOut.Select(Key)];

    /// <summary>Documents that are never trained on.</summary>
    public IEnumerable<IReadOnlyList<string>> Development => CorpusDocuments(isDevelopment: true).Select(document => Without(document, heldOutKeys));

    /// <summary>All other documents, and each NLI premise with its hypotheses; none of their lines occurs in <see cref="Development"/>.</summary>
    public IEnumerable<IReadOnlyList<string>> Training
    {
        get
        {
            var dropped = new HashSet<string>(heldOutKeys);
            dropped.UnionWith(Development.SelectMany(document => document).Select(Key));
            return CorpusDocuments(isDevelopment: false).Concat(NliDocuments()).Select(document => Without(document, dropped));
        }
    }

    /// <summary>Letters and digits in lower case: what two copies of a sentence have in common.</summary>
    public static string Key(string sentence) => string.Concat(sentence.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string[] Without(IReadOnlyList<string> document, HashSet<string> dropped) => [.. document.Where(line => !dropped.Contains(Key(line)))];

    private IEnumerable<IReadOnlyList<string>> CorpusDocuments(bool isDevelopment) =>
        Documents(Lines(corpusPath)).Where((_, index) => (index % DevelopmentEvery == DevelopmentEvery - 1) == isDevelopment);

    private static IEnumerable<IReadOnlyList<string>> Documents(IEnumerable<string> lines)
    {
        List<string> document = [];
        foreach (var line in lines)
        {
            if (line.Length > 0)
            {
                document.Add(line);
            }
            else if (document.Count > 0)
            {
                yield return document;
                document = [];
            }
        }

        if (document.Count > 0) yield return document;
    }

    private IEnumerable<IReadOnlyList<string>> NliDocuments()
    {
        if (nliPath is null) yield break;
        List<string> document = [];
        foreach (var (premise, hypothesis) in NliPairs(nliPath))
        {
            if (document.Count > 0 && document[0] != premise)
            {
                yield return document;
                document = [];
            }

            if (document.Count == 0) document.Add(premise);
            document.Add(hypothesis);
        }

        if (document.Count > 0) yield return document;
    }

    private static IEnumerable<(string Premise, string Hypothesis)> NliPairs(string path)
    {
        var number = 0;
        foreach (var line in Lines(path))
        {
            number++;
            var fields = line.Split('\t');
            if (fields.Length != 6) throw new ActionableException($"{fields.Length} columns", $"{path} line {number}", "the 6 columns of AllNLI.tsv.gz");
            if (fields[0] == "train") yield return (fields[3], fields[4]);
        }
    }

    private static IEnumerable<string> Lines(string path)
    {
        if (!File.Exists(path)) throw new ActionableException("no such file", path, "gzipped text");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line) yield return line;
    }
}
