using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SbertRepro.Evaluation.Datasets;

namespace SbertRepro.Experiments.Studies;

/// <summary>Many distinct sentences, read one at a time and always in the same order; two that differ only in case, punctuation or white space count as one.</summary>
/// <param name="Id">For fingerprints and notes.</param>
/// <param name="Artifacts">Ids of the files that are read.</param>
/// <param name="Texts">Artifact id to path, to sentences or paragraphs in file order, repetitions included.</param>
public sealed record DistinctSentences(string Id, IReadOnlyList<string> Artifacts, Func<Func<string, string>, IEnumerable<string>> Texts)
{
    private const string Nli = "nli/AllNLI-153k.tsv.gz";
    private const string Corpus = "corpus/corpus.txt.gz";

    /// <summary>About 250,000 sentences of natural language inference, then prose: 1.37 million.</summary>
    public static readonly DistinctSentences Real = new("AllNLI (153,042 pairs) and the pre-training corpus", [Nli, Corpus],
        resolve => Sentences(NliReader.ReadAllNli(resolve(Nli), NliSplit.Train)).Concat(Lines(resolve(Corpus))));

    /// <summary>About 20,000 sentences of our own generator.</summary>
    public static readonly DistinctSentences Sample = new(
        "the sample corpus and the sample's inference pairs", [.. SentenceSet.Sample.Artifacts, "sample/nli-train.tsv"],
        resolve => SentenceSet.Sample.Lines(resolve).Concat(Sentences(NliReader.ReadSample(resolve("sample/nli-train.tsv")))));

    /// <summary>Remembers 8 bytes of each sentence and nothing else; among a million, two would be taken for the same with a probability of 3e-8.</summary>
    public IEnumerable<string> Read(Func<string, string> resolve)
    {
        var seen = new HashSet<ulong>();
        return Texts(resolve).SelectMany(SentenceSplit.Of).Where(sentence => seen.Add(Key(sentence)));
    }

    // Of the lower-cased letters and digits, a space between words.
    private static ulong Key(string sentence)
    {
        var (letters, length) = (new char[sentence.Length], 0);
        foreach (var letter in sentence)
        {
            if (char.IsLetterOrDigit(letter)) letters[length++] = char.ToLowerInvariant(letter);
            else if (length > 0 && letters[length - 1] != ' ') letters[length++] = ' ';
        }

        var text = MemoryMarshal.AsBytes(letters.AsSpan(0, length).TrimEnd(' '));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return BitConverter.ToUInt64(hash);
    }

    private static IEnumerable<string> Sentences(IEnumerable<NliPair> pairs) => pairs.SelectMany(pair => new[] { pair.Premise, pair.Hypothesis });

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line) yield return line;
    }
}
