using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Experiments.Studies;

/// <summary>Distinct sentences to search among, in an order that a seed decides: the first n are a random sample of all.</summary>
/// <param name="Id">For fingerprints and notes.</param>
/// <param name="Artifacts">Ids of the files that are read.</param>
/// <param name="Lines">Artifact id to path, to sentences in file order, repetitions included.</param>
public sealed record SentenceSet(string Id, IReadOnlyList<string> Artifacts, Func<Func<string, string>, IEnumerable<string>> Lines)
{
    private const ulong Seed = 1;

    /// <summary>The paper times its encoders on these (section 7); about 15,000 distinct ones.</summary>
    public static readonly SentenceSet StsBenchmark = new("the sentences of the STS benchmark",
        [.. Benchmark.SelectMany(part => StsDatasets.Find(part).Artifacts)],
        resolve => Benchmark.SelectMany(part => StsDatasets.Find(part).Read(resolve).DistinctSentences));

    /// <summary>10,000 sentences of our own generator.</summary>
    public static readonly SentenceSet Sample = new("sentences of the sample corpus", ["sample/corpus.tsv"],
        resolve => File.ReadLines(resolve("sample/corpus.tsv")).Skip(1).Select(line => line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..]));

    private static string[] Benchmark => ["STSb-train", "STSb-dev", "STSb-test"];

    public static SentenceSet At(Scale scale) => scale == Scale.Sample ? Sample : StsBenchmark;

    /// <exception cref="ActionableException">There are fewer.</exception>
    public IReadOnlyList<string> First(int count, Func<string, string> resolve)
    {
        string[] all = [.. Lines(resolve).Distinct(StringComparer.Ordinal)];
        if (all.Length < count) throw new ActionableException($"{all.Length} distinct sentences", Id, $"{count} or more");
        var random = new SplitMix64(Seed);
        for (var i = 0; i < count; i++)
        {
            var j = i + random.Below(all.Length - i);
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all[..count];
    }
}
