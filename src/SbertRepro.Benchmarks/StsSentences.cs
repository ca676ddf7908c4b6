using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Speed;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Datasets;

namespace SbertRepro.Benchmarks;

/// <summary>The sentences of STS-B test (paper Table 7) as BERT's tokens.</summary>
internal sealed class StsSentences
{
    private readonly int[] _lengths;

    public StsSentences(int limit)
    {
        var dataset = StsDatasets.Find("STSb-test").Read(Get);
        string[] sentences = [.. dataset.Subsets.SelectMany(subset => subset.Pairs).SelectMany(pair => new[] { pair.First, pair.Second }).Take(limit)];
        Tokenization = BertTokenization.FromVocabulary(Get("bert-base-uncased/vocab.txt"));
        Tokens = Tokenization.EncodeBatch(sentences, BertConfig.Base.MaxPositions);
        _lengths = [.. Tokens.Select(ids => ids.Length)];
    }

    public BertTokenization Tokenization { get; }

    public IReadOnlyList<int[]> Tokens { get; }

    public IReadOnlyList<int> Lengths => _lengths;

    public string Note
    {
        get
        {
            int[] sorted = [.. _lengths.Order()];
            return string.Create(CultureInfo.InvariantCulture,
                $"{sorted.Length:N0} sentences of STS-B test, {sorted.Average():F1} tokens on average, median {sorted[sorted.Length / 2]}, longest {sorted[^1]}; random weights; tokenisation outside the clock");
        }
    }

    /// <summary>BERT-base shapes on these sentences.</summary>
    public Contestant Contestant(SpeedConfiguration configuration, string name, EncodeBatch encode, MatrixProductRate? rate, BatchPlan plan) =>
        new(configuration, name, encode, plan, Tokens, BertConfig.Base.HiddenSize) { Shape = BertConfig.Base, Rate = rate };

    private static string Get(string artifact)
    {
        using var store = new ArtifactStore(Catalog.LoadDefault(), ArtifactOptions.FromEnvironment(offline: true, AppContext.BaseDirectory));
        return store.GetAsync(artifact).GetAwaiter().GetResult().Path;
    }
}
