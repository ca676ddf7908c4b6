using System.Diagnostics;
using SbertRepro.Encoders;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Benchmarks;

/// <summary>Encodes one batch into its rows of the vectors.</summary>
internal delegate void EncodeBatch(TokenBatch batch, IReadOnlyList<int[]> tokens, SentenceVectors vectors);

/// <summary>One configuration in the race: its batches in a shuffled order, and what each took.</summary>
/// <param name="backend">torch or onnx.</param>
/// <param name="precision">fp32, bf16 or int8.</param>
/// <param name="batching">none or length.</param>
/// <param name="name">For people.</param>
/// <param name="encode">The work.</param>
/// <param name="rate">The matrix product rate to compare with, probed after every batch; null where there is no fair one.</param>
/// <param name="plan">The batches.</param>
/// <param name="tokens">Of all sentences.</param>
internal sealed class Contestant(
    string backend, string precision, string batching, string name, EncodeBatch encode, MatrixProductRate? rate, BatchPlan plan, IReadOnlyList<int[]> tokens)
{
    /// <summary>Pairs per pass: enough for an interval, long enough (seconds) that one batch more or less does not matter.</summary>
    private const int Segments = 12;

    private readonly SentenceVectors _vectors = new(tokens.Count, BertConfig.Base.HiddenSize);
    private readonly List<Timing> _timings = [];
    private TokenBatch[] _order = [];
    private int _next;
    private int _pass;
    private long _done;

    private readonly record struct Timing(int Segment, int Sentences, long Tokens, double Operations, double Seconds, double ProductOperations, double ProductSeconds);

    public string Name => name;

    public double Fraction => (double)_done / plan.Tokens;

    public bool Finished => _next == _order.Length;

    /// <summary>Tokens per second of each segment.</summary>
    public IReadOnlyList<double> SegmentRates => PerSegment(timings => timings.Sum(timing => timing.Tokens) / timings.Sum(timing => timing.Seconds));

    public IReadOnlyList<double> SegmentGflops => PerSegment(timings => timings.Sum(timing => timing.Operations) / timings.Sum(timing => timing.Seconds) / 1e9);

    public IReadOnlyList<double> SegmentProductGflops => PerSegment(timings => timings.Sum(timing => timing.ProductOperations) / timings.Sum(timing => timing.ProductSeconds) / 1e9);

    public double ProductGflops => _timings.Sum(timing => timing.ProductOperations) / _timings.Sum(timing => timing.ProductSeconds) / 1e9;

    /// <summary>Shuffled, because a plan runs from long to short: any stretch of time then holds the same mix of lengths for every contestant.</summary>
    public void Begin(int pass, int warmUpBatches)
    {
        (_pass, _next, _done) = (pass, 0, 0);
        _order = [.. plan.Batches];
        var random = new SplitMix64((ulong)pass + 1);
        for (var i = _order.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }
        foreach (var batch in _order.Take(warmUpBatches)) encode(batch, tokens, _vectors);
        if (warmUpBatches > 0) rate?.Probe();
    }

    public void RunBatch()
    {
        var batch = _order[_next++];
        var segment = (_pass * Segments) + Math.Min(Segments - 1, (int)(Fraction * Segments));
        var start = Stopwatch.GetTimestamp();
        encode(batch, tokens, _vectors);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (productOperations, productSeconds) = rate?.Probe() ?? (0, 0);
        var operations = batch.Indices.Sum(index => BertArithmetic.Operations(BertConfig.Base, tokens[index].Length));
        _timings.Add(new Timing(segment, batch.Indices.Count, batch.Tokens, operations, seconds, productOperations, productSeconds));
        _done += batch.Tokens;
    }

    public double SmallestCosineTo(Contestant other) =>
        Enumerable.Range(0, tokens.Count).Min(index => Similarity.Cosine(_vectors[index], other._vectors[index]));

    public SpeedRow Row(string machine, string experiment, bool valid)
    {
        var seconds = _timings.Sum(timing => timing.Seconds);
        var gflops = _timings.Sum(timing => timing.Operations) / seconds / 1e9;
        double[] latencies = [.. _timings.Select(timing => 1000 * timing.Seconds).Order()];
        return new SpeedRow
        {
            Scale = "small",
            Machine = machine,
            Experiment = experiment,
            System = "bert-base shapes, random weights",
            Precision = precision,
            Batching = batching,
            Device = "cpu",
            Backend = backend,
            SentencesPerSecond = _timings.Sum(timing => timing.Sentences) / seconds,
            TokensPerSecond = _timings.Sum(timing => timing.Tokens) / seconds,
            Gflops = gflops,
            GemmShare = rate is null ? null : gflops / ProductGflops,
            Padding = plan.PaddingWaste,
            P50Milliseconds = latencies[latencies.Length / 2],
            P95Milliseconds = latencies[(int)(0.95 * (latencies.Length - 1))],
            PeakMegabytes = Evaluation.Timing.PeakMemory.Megabytes(),
            Valid = valid,
        };
    }

    private IReadOnlyList<double> PerSegment(Func<IReadOnlyList<Timing>, double> rateOf) =>
        [.. _timings.GroupBy(timing => timing.Segment).OrderBy(group => group.Key).Select(group => rateOf([.. group]))];
}
