using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Evaluation.Datasets;

/// <summary>A sentence pair with its human similarity (0-5 for STS, 1-5 for SICK; only the ranks matter for Spearman).</summary>
public readonly record struct ScoredPair(string First, string Second, double Gold)
{
    public SentencePair Pair => new(First, Second);
}

/// <summary>One file of a semantic textual similarity set, e.g. "MSRvid" of STS12. Unscored pairs are already left out.</summary>
public sealed record StsSubset(string Name, IReadOnlyList<ScoredPair> Pairs);

/// <summary>
/// A semantic textual similarity set under the id used everywhere (files, CSV, command line):
/// STS12, STS13, STS14, STS15, STS16, STSb-train, STSb-dev, STSb-test, SICK-R-train, SICK-R-dev, SICK-R-test, Sample-STS-dev, Sample-STS-test.
/// Sets with a single file have one subset that bears the id of the set.
/// </summary>
public sealed record StsDataset(string Id, IReadOnlyList<StsSubset> Subsets)
{
    public int Count => Subsets.Sum(subset => subset.Pairs.Count);

    /// <summary>Every distinct sentence once, in order of appearance: what an encoder has to encode.</summary>
    public IEnumerable<string> DistinctSentences => Subsets.SelectMany(subset => subset.Pairs).SelectMany(pair => new[] { pair.First, pair.Second }).Distinct(StringComparer.Ordinal);
}
