using System.Globalization;
using System.Text;

namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>
/// The data of the sample scale, made from a small world of our own: the same bytes on every machine. The files under <c>datasets/sample/</c> are its output,
/// and a test fails when they differ.
/// </summary>
public static class SampleData
{
    public const int CorpusSentences = 10_000;

    /// <summary>File name and content of every file, in order; the evaluation sets are drawn first, and no later file repeats their sentences.</summary>
    public static IEnumerable<(string Name, string Content)> Files()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        yield return ("sts-test.tsv", Similarity(1, 1500, used));
        yield return ("sts-dev.tsv", Similarity(2, 1000, used));
        yield return ("nli-dev.tsv", Inference(3, 800, used));
        yield return ("sts-train.tsv", Similarity(4, 6000, used));
        yield return ("nli-train.tsv", Inference(5, 8000, used));
        yield return ("corpus.tsv", Corpus(6));
    }

    /// <summary>Writes all files into a folder.</summary>
    public static void WriteAll(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in Files()) File.WriteAllText(Path.Combine(folder, name), content);
    }

    private static string Similarity(ulong seed, int count, HashSet<string> used)
    {
        var dice = new Dice(seed);
        var meanings = new Meanings(dice);
        return Table("score\tsentence1\tsentence2", Distinct(count, used, _ => SimilarityPairs.Draw(meanings, dice), pair => (pair.First, pair.Second))
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Gold:0.0}\t{pair.First}\t{pair.Second}")));
    }

    private static string Inference(ulong seed, int count, HashSet<string> used)
    {
        var dice = new Dice(seed);
        var meanings = new Meanings(dice);
        NliLabel[] labels = [NliLabel.Contradiction, NliLabel.Entailment, NliLabel.Neutral];
        return Table("label\tpremise\thypothesis", Distinct(count, used, row => InferencePairs.Draw(meanings, dice, labels[row % 3]), pair => (pair.Premise, pair.Hypothesis))
            .Select(pair => $"{pair.Label.ToString().ToLowerInvariant()}\t{pair.Premise}\t{pair.Hypothesis}"));
    }

    /// <summary>Sentences in groups of one to three paraphrases; the group is the first column.</summary>
    private static string Corpus(ulong seed)
    {
        var dice = new Dice(seed);
        var meanings = new Meanings(dice);
        var (lines, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        var said = new HashSet<Meaning>();
        for (var group = 0; lines.Count < CorpusSentences; group++)
        {
            Meaning meaning;
            do meaning = meanings.Draw();
            while (!said.Add(meaning));
            for (var copy = dice.Below(3); copy >= 0 && lines.Count < CorpusSentences; copy--)
            {
                var sentence = Surface.Write(meaning, Style.Random(dice));
                if (seen.Add(sentence)) lines.Add(string.Create(CultureInfo.InvariantCulture, $"{group}\t{sentence}"));
            }
        }
        dice.Shuffle(lines);
        return Table("group\tsentence", lines);
    }

    // Within a set a sentence may come back; between sets none does.
    private static List<T> Distinct<T>(int count, HashSet<string> used, Func<int, T> draw, Func<T, (string, string)> sentences)
    {
        var (rows, own) = (new List<T>(), new HashSet<string>(StringComparer.Ordinal));
        var pairs = new HashSet<(string, string)>();
        while (rows.Count < count)
        {
            var row = draw(rows.Count);
            var (a, b) = sentences(row);
            if (used.Contains(a) || used.Contains(b) || !pairs.Add((a, b))) continue;
            own.Add(a);
            own.Add(b);
            rows.Add(row);
        }
        used.UnionWith(own);
        return rows;
    }

    private static string Table(string header, IEnumerable<string> lines)
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (var line in lines) text.Append(line).Append('\n');
        return text.ToString();
    }
}
