using BenchmarkDotNet.Attributes;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;
using TorchSharp;

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

/// <summary>From sentences to batches, from hidden states to vectors, and from vectors to the ten nearest, at the sizes of BERT-base.</summary>
[MemoryDiagnoser]
public class Encoding
{
    private const int Batch = 64, Length = 32, Dimension = 768, Members = 10_000;

    private readonly int[] _lengths = [.. Enumerable.Range(0, Members).Select(i => 5 + (i * 7919 % 60))]; // in no order
    private torch.Tensor _hidden = null!;
    private torch.Tensor _mask = null!;
    private ExactIndex _index = null!;
    private SentenceVectors _query = null!;

    [GlobalSetup]
    public void Setup()
    {
        LibTorch.Load();
        torch.manual_seed(1);
        _hidden = torch.randn(Batch, Length, Dimension);
        _mask = (torch.arange(Length).unsqueeze(0) < torch.randint(5, Length, [Batch, 1])).to(torch.float32);
        _index = new ExactIndex(Vectors(Members));
        _query = Vectors(1);
    }

    [Benchmark]
    public int BatchesByLength() => LengthBatching.Plan(_lengths).Batches.Count;

    [Benchmark]
    public void MeanPooling() => Pool.Mean(_hidden, _mask).Dispose();

    [Benchmark]
    public NearestNeighbours TopTen() => _index.Search(_query, 10);

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (var owned in new IDisposable[] { _hidden, _mask, _index }) owned.Dispose();
    }

    private static SentenceVectors Vectors(int count)
    {
        using var values = torch.randn(count, Dimension);
        return new SentenceVectors(count, Dimension, values.data<float>().ToArray());
    }
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

/// <summary>One product of BERT-base's feed-forward layer with gelu behind it: libtorch's linear, and weights laid out for the processor once.</summary>
public class Products
{
    private const int Inputs = 768, Outputs = 3072;

    private torch.Tensor _states = null!;
    private torch.Tensor _weight = null!;
    private torch.Tensor _bias = null!;
    private PackedLinear _packed = null!;

    /// <summary>Token positions: a single sentence, and a full batch.</summary>
    [Params(12, 1024)]
    public int Rows { get; set; }

    [Params(torch.ScalarType.Float32, torch.ScalarType.BFloat16)]
    public torch.ScalarType Type { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        LibTorch.Load();
        (_states, _weight, _bias) = (torch.randn(Rows, Inputs).to(Type), torch.randn(Outputs, Inputs).to(Type), torch.zeros(Outputs).to(Type));
        _packed = PackedLinear.Of(_weight, _bias) ?? throw new InvalidOperationException("this processor multiplies in no blocks");
    }

    [Benchmark(Baseline = true)]
    public void Linear()
    {
        using var inference = torch.inference_mode();
        using var product = torch.nn.functional.linear(_states, _weight, _bias);
        torch.nn.functional.gelu(product).Dispose();
    }

    [Benchmark]
    public void Packed()
    {
        using var inference = torch.inference_mode();
        _packed.Gelu(_states).Dispose();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (var owned in new IDisposable[] { _states, _weight, _bias, _packed }) owned.Dispose();
    }
}
