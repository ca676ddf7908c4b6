using BenchmarkDotNet.Attributes;
using SbertRepro.Encoders;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Benchmarks;

/// <summary>Tokenisation of the sentences of STS-B test: sentences a second on one core, and tokens a second on all of them.</summary>
[MemoryDiagnoser]
public class Tokenization
{
    private BertTokenization _tokenization = null!;
    private string[] _sentences = [];

    [GlobalSetup]
    public void Setup()
    {
        using var store = new ArtifactStore(Catalog.LoadDefault(), ArtifactOptions.FromEnvironment(offline: true, AppContext.BaseDirectory));
        string Get(string id) => store.GetAsync(id).GetAwaiter().GetResult().Path;
        _tokenization = BertTokenization.FromVocabulary(Get("bert-base-uncased/vocab.txt"));
        _sentences = [.. StsDatasets.Find("STSb-test").Read(Get).Subsets.SelectMany(subset => subset.Pairs).SelectMany(pair => new[] { pair.First, pair.Second })];
        Console.WriteLine($"// {_sentences.Length} sentences, {_tokenization.EncodeBatch(_sentences, 512).Sum(ids => ids.Length)} tokens an operation");
    }

    [Benchmark(Baseline = true)]
    public int OneCore() => _sentences.Sum(sentence => _tokenization.Encode(sentence, 512).Length);

    [Benchmark]
    public int AllCores() => _tokenization.EncodeBatch(_sentences, 512).Sum(ids => ids.Length);
}

/// <summary>What stands behind every score: a correlation, and its interval from 10,000 resamples at the size of STS-B test.</summary>
[MemoryDiagnoser]
public class Statistics
{
    private const int Pairs = 1379;

    private readonly double[] _gold = new double[Pairs];
    private readonly double[] _similarity = new double[Pairs];

    [GlobalSetup]
    public void Setup()
    {
        var random = new SplitMix64(1);
        for (var i = 0; i < Pairs; i++)
        {
            _gold[i] = Math.Round(random.NextDouble() * 25) / 5; // a fifth of a point, as STS-B grades: many ties
            _similarity[i] = _gold[i] + (4 * random.NextDouble());
        }
    }

    [Benchmark(Baseline = true)]
    public double Spearman() => Correlation.Spearman(_similarity, _gold);

    [Benchmark]
    public object? Interval() => Bootstrap.Spearman([(_similarity, _gold)], [1]);
}
