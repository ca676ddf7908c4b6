using System.Diagnostics;
using SbertRepro.Encoders.Onnx;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Speed;

/// <summary>Encodes one batch into its rows of the vectors.</summary>
public delegate void EncodeBatch(TokenBatch batch, IReadOnlyList<int[]> tokens, SentenceVectors vectors);

/// <summary>One way to encode: what a row of a speed table is about.</summary>
/// <param name="Backend">torch or onnx; managed for code of our own.</param>
/// <param name="Precision">fp32, bf16 or int8.</param>
/// <param name="Batching">none or length.</param>
public sealed record SpeedConfiguration(string Backend, string Precision, string Batching);

/// <summary>One configuration that takes turns with others: its batches in a shuffled order, and what each took.</summary>
/// <param name="configuration">Which.</param>
/// <param name="name">For people.</param>
/// <param name="encode">The work.</param>
/// <param name="plan">The batches.</param>
/// <param name="tokens">Of all sentences.</param>
/// <param name="dimension">Of the vectors.</param>
public sealed class Contestant(SpeedConfiguration configuration, string name, EncodeBatch encode, BatchPlan plan, IReadOnlyList<int[]> tokens, int dimension)
{
    private readonly SentenceVectors _vectors = new(tokens.Count, dimension);
    private readonly List<TurnTiming> _timings = [];
    private TokenBatch[] _order = [];
    private int _next;
    private int _firstSegment;
    private int _segments = 1;
    private long _done;

    public SpeedConfiguration Configuration => configuration;

    public string Name => name;

    /// <summary>Sizes of the BERT whose operations are counted; null where nobody counts.</summary>
    public BertConfig? Shape { get; init; }

    /// <summary>The matrix product rate to compare with, probed after every batch; null where there is no fair one.</summary>
    public MatrixProductRate? Rate { get; init; }

    /// <summary>Where it computes; the clock is read when it has finished. Null where no torch is involved.</summary>
    public Device? Device { get; init; }

    /// <summary>Of all sentences, as the timed work left them.</summary>
    public SentenceVectors Vectors => _vectors;

    /// <summary>Every batch so far, in the order in which they ran.</summary>
    public IReadOnlyList<TurnTiming> Timings => _timings;

    public int Batches => plan.Batches.Count;

    public double Padding => plan.PaddingWaste;

    public double Fraction => (double)_done / plan.Tokens;

    public bool Finished => _next == _order.Length;

    /// <summary>The most resident memory of the process while this one encoded; the models of all contestants included.</summary>
    public double PeakMegabytes { get; private set; }

    public double SentencesPerSecond => _timings.Sum(timing => timing.Sentences) / Seconds;

    public double TokensPerSecond => _timings.Sum(timing => timing.Tokens) / Seconds;

    public double Gflops => _timings.Sum(timing => timing.Operations) / Seconds / 1e9;

    public double ProductGflops => _timings.Sum(timing => timing.ProductOperations) / _timings.Sum(timing => timing.ProductSeconds) / 1e9;

    /// <summary>Tokens per second of each segment.</summary>
    public SortedDictionary<int, double> SegmentRates => Segments.Rates(_timings, timing => timing.Tokens, timing => timing.Seconds);

    public SortedDictionary<int, double> SegmentGflops => Segments.Rates(_timings, timing => timing.Operations / 1e9, timing => timing.Seconds);

    public SortedDictionary<int, double> SegmentProductGflops => Segments.Rates(_timings, timing => timing.ProductOperations / 1e9, timing => timing.ProductSeconds);

    private double Seconds => _timings.Sum(timing => timing.Seconds);

    /// <summary>How an encoder encodes a batch: from tokens where it takes tokens, else from the sentences themselves, tokenisation included.</summary>
    public static EncodeBatch EncodingOf(ISentenceEncoder encoder, IReadOnlyList<string> sentences) => encoder switch
    {
        SentenceBert bert => bert.EncodeBatch,
        OnnxSentenceEncoder onnx => onnx.EncodeBatch,
        _ => (batch, _, vectors) => batch.CopyRows(encoder.Encode([.. batch.Indices.Select(index => sentences[index])]).Values, vectors),
    };

    /// <summary>Tokens per second over another's, paired by time.</summary>
    public SpeedRatio RatioTo(Contestant other) => RatioTo(other, $"{Name} over {other.Name}");

    /// <inheritdoc cref="RatioTo(Contestant)"/>
    public SpeedRatio RatioTo(Contestant other, string what) => Segments.Ratio(what, SegmentRates, other.SegmentRates);

    /// <summary>Of the matrix product rate of the same seconds; only where <see cref="Rate"/> and <see cref="Shape"/> are there.</summary>
    public SpeedRatio ShareOfProducts() => Segments.Ratio($"{Name} over its matrix product rate", SegmentGflops, SegmentProductGflops);

    /// <summary>Of every sentence's vector to another's; 1 for a sentence of which both say nothing (the zero vector).</summary>
    public IReadOnlyList<double> CosinesTo(Contestant other) => [.. Enumerable.Range(0, tokens.Count).Select(index => Cosine(_vectors[index], other._vectors[index]))];

    public double SmallestCosineTo(Contestant other) => CosinesTo(other).Min();

    /// <summary>Shuffled, because a plan runs from long to short: any stretch of time then holds the same mix of lengths for every contestant.</summary>
    internal void Begin(int pass, int segments, int warmUpBatches)
    {
        (_segments, _firstSegment, _next, _done) = (segments, pass * segments, 0, 0);
        _order = [.. plan.Batches];
        var random = new SplitMix64((ulong)pass + 1);
        for (var i = _order.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }

        foreach (var batch in _order.Take(warmUpBatches)) encode(batch, tokens, _vectors);
        if (warmUpBatches > 0) Rate?.Probe();
    }

    internal void RunBatch()
    {
        var batch = _order[_next++];
        var segment = _firstSegment + Math.Min(_segments - 1, (int)(Fraction * _segments));
        var seconds = 0.0;
        PeakMegabytes = Math.Max(PeakMegabytes, BatchMemory.PeakOf(() => seconds = Timed(batch)));
        var (productOperations, productSeconds) = Rate?.Probe() ?? (0, 0);
        var operations = Shape is null ? 0 : batch.Indices.Sum(index => BertArithmetic.Operations(Shape, tokens[index].Length));
        _timings.Add(new TurnTiming(segment, batch.Indices.Count, batch.Tokens, operations, seconds, productOperations, productSeconds));
        _done += batch.Tokens;
    }

    private double Timed(TokenBatch batch)
    {
        if (Device is not null) DeviceClock.Synchronise(Device);
        var start = Stopwatch.GetTimestamp();
        encode(batch, tokens, _vectors);
        if (Device is not null) DeviceClock.Synchronise(Device);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Cosine(ReadOnlySpan<float> u, ReadOnlySpan<float> v) => u.SequenceEqual(v) ? 1 : Similarity.Cosine(u, v);
}
