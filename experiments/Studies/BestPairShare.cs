using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Timing;
using TorchSharp;
using static TorchSharp.torch;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// How near the exact search for the most similar pair comes to the speed of light: it takes turns with bare matrix products, in float32 and, where the device has instructions for them,
/// in bfloat16. The vectors are drawn, since their values decide next to nothing of the time; precisions that find another pair than float32 are void.
/// </summary>
/// <param name="Count">Vectors.</param>
/// <param name="Dimension">Components of a vector: 768 are BERT-base's.</param>
/// <param name="Rounds">Searches of each precision, each followed by a probe of the products.</param>
public sealed record BestPairShare(int Count, int Dimension, int Rounds) : StudyStep(string.Create(CultureInfo.InvariantCulture, $"best-pair.{Dimension}"), [], [])
{
    private const int Products = 10; // of a block each: two fifths of the arithmetic of 10,000 x 768, enough to be timed

    public override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("kind", "best pair"), ("count", Count.ToString(CultureInfo.InvariantCulture)), ("dimension", Dimension.ToString(CultureInfo.InvariantCulture)),
        ("rounds", Rounds.ToString(CultureInfo.InvariantCulture)), ("tasks", CodeHash.Metrics),
    ];

    public override IReadOnlyList<string> Parts => [nameof(SpeedRows)];

    public override StudyResult Measure(StudyContext context)
    {
        var device = context.Setting.Device == "cuda" ? CUDA : CPU;
        var vectors = ClusteredVectors.Of(Count, Dimension, clusters: Math.Max(1, Count / 10), seed: 1);
        var lacking = ProductPrecision.WhyNotBFloat16(device);
        var single = Turns(Precision.Float32, vectors, device, context);
        Turn[] all = lacking is null ? [single, Turns(Precision.BFloat16, vectors, device, context)] : [single];
        return new StudyResult([.. all.SelectMany(turn => turn.Quantities(Count, valid: turn.Found == single.Found))])
        {
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"{single.Name}: {Count:N0} drawn vectors of {Dimension} components, {MostSimilarPair.PairsAmong(Count):N0} pairs; the share is of libtorch's products of blocks of the search, in turn with it"),
                .. lacking is null ? Array.Empty<string>() : [$"the search in bfloat16 was not run: {lacking}"],
            ],
        };
    }

    private Turn Turns(Precision precision, SentenceVectors vectors, Device device, StudyContext context)
    {
        var compute = new ComputeOptions { Precision = precision, Device = device };
        var turn = new Turn(string.Create(CultureInfo.InvariantCulture, $"Exact search, {Dimension} components, {(precision == Precision.Float32 ? "float32" : "bfloat16")}"));
        using var rate = new MatrixProductRate([.. Enumerable.Repeat((1024, Dimension, 2048), Products)], precision == Precision.Float32 ? ScalarType.Float32 : ScalarType.BFloat16, device);
        rate.Probe(); // libtorch compiles its kernels
        var before = PeakMemory.ResidentMegabytes();
        turn.Found = BestPair.Find(vectors, compute, context.Cancellation);
        if (device.type == DeviceType.CPU) turn.ExtraMegabytes = Math.Max(0, PeakMemory.Megabytes() - before); // at most: an earlier peak hides a smaller one
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            BestPair.Find(vectors, compute, context.Cancellation);
            turn.Seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            turn.Rates.Add(BestPair.Operations(Count, Dimension) / turn.Seconds[^1]);
            var (operations, seconds) = rate.Probe();
            turn.ProductRates.Add(operations / seconds);
            context.Report(round + 1, Rounds, turn.Name);
        }

        return turn;
    }

    /// <summary>What the turns of a precision took.</summary>
    private sealed record Turn(string Name)
    {
        public MostSimilarPair Found { get; set; } = MostSimilarPair.None;

        /// <summary>Null where it was not counted.</summary>
        public double? ExtraMegabytes { get; set; }

        public List<double> Seconds { get; } = [];

        /// <summary>Operations a second of the search, and of the products beside it.</summary>
        public List<double> Rates { get; } = [];

        public List<double> ProductRates { get; } = [];

        public IEnumerable<Quantity> Quantities(int count, bool valid)
        {
            yield return Studies.Quantities.Median(Name, Section1SearchCost.Comparing, "s", Seconds, count) with { Valid = valid };
            yield return Studies.Quantities.Median(Name, Section1SearchCost.Arithmetic, "GFLOP/s", [.. Rates.Select(rate => rate / 1e9)], count) with { Valid = valid };
            yield return SpeedRows.Ratio(Name, PairedRatio.Of(SpeedWords.Share, Rates, ProductRates), valid, count, 100) with { Unit = "%" };
            if (ExtraMegabytes is { } extra) yield return new Quantity(Name, Section1SearchCost.ExtraMemory, "MB", extra) { Count = 1, Size = count };
        }
    }
}
