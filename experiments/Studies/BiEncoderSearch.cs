using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Timing;
using TorchSharp;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// A bi-encoder's search: encode n sentences, compare all vectors by blocked matrix products (<see cref="BestPair"/>, exact), at several n; then single queries against the vectors of
/// the largest n.
/// </summary>
/// <param name="System">Makes vectors.</param>
/// <param name="Sentences">To search among.</param>
/// <param name="Sizes">n, rising.</param>
public sealed record BiEncoderSearch(SystemSpec System, SentenceSet Sentences, IReadOnlyList<int> Sizes) : StudyStep($"bi.{System.Id}", [System], Sentences.Artifacts)
{
    private const int Queries = 200;
    private const int Neighbours = 10;

    public override IEnumerable<(string Name, string Value)> Settings =>
        [("kind", "bi-encoder"), ("sentences", Sentences.Id), ("sizes", string.Join(' ', Sizes)), ("queries", Queries.ToString(CultureInfo.InvariantCulture))];

    public override IReadOnlyList<string> Parts => [nameof(SizeRounds), nameof(TimedAccuracy)];

    public override StudyResult Measure(StudyContext context)
    {
        var sentences = Sentences.First(Sizes[^1], context.Resolve);
        using var encoder = context.OpenEncoder(System);
        var compute = new ComputeOptions { Device = context.Setting.Device == "cuda" ? torch.CUDA : torch.CPU };
        var (vectors, encoding, comparing) = (new SentenceVectors(0, encoder.Dimension), new List<double>(), new List<double>());
        var totals = SizeRounds.Measure(Sizes, Search, context.Cancellation);
        Quantity[] times =
        [
            .. Sizes.Select(size => Quantities.Median(System.Name, Section1SearchCost.Pair, "s", totals[size], size)),
            Quantities.Median(System.Name, Section1SearchCost.Encoding, "s", encoding, Sizes[^1]),
            .. Tokenising(sentences, context),
            Quantities.Median(System.Name, Section1SearchCost.Comparing, "s", comparing, Sizes[^1]),
            .. QueryLatency(encoder, vectors, sentences, compute, context),
        ];
        return new StudyResult(TimedAccuracy.Judge(System.Name, System, TimedAccuracy.DatasetOf(Sentences, System), sentences, vectors, context).Of(times))
        {
            Notes = [Note(sentences, context.TokenizationOf(System))],
        };

        void Search(int size)
        {
            string[] some = [.. sentences.Take(size)];
            var start = Stopwatch.GetTimestamp();
            var found = encoder.Encode(some, cancellation: context.Cancellation);
            var encoded = Stopwatch.GetTimestamp();
            BestPair.Find(found, compute, context.Cancellation);
            if (size == Sizes[^1])
            {
                vectors = found;
                encoding.Add(Stopwatch.GetElapsedTime(start, encoded).TotalSeconds);
                comparing.Add(Stopwatch.GetElapsedTime(encoded).TotalSeconds);
            }

            context.Report(size, Sizes[^1], $"{size.ToString("N0", CultureInfo.InvariantCulture)} sentences");
        }
    }

    // Inside the encoder's time already; measured again by itself, outside the clock of the search.
    private IEnumerable<Quantity> Tokenising(IReadOnlyList<string> sentences, StudyContext context)
    {
        if (context.TokenizationOf(System) is not { } tokenization) yield break;
        var timing = RepeatedTiming.Measure(
            () => tokenization.EncodeBatch(sentences, BertConfig.Base.MaxPositions, context.Cancellation), new TimingOptions { Samples = 10, Seconds = 3, WarmUpSeconds = 1 }, context.Cancellation);
        yield return Quantities.Median(System.Name, Section1SearchCost.Tokenising, "s", timing.Samples, sentences.Count);
    }

    /// <summary>
    /// Encode the query, compare it with every vector: what a user waits for. The queries are sentences of the set, asked one by one; what they became takes the place of
    /// their vectors, to be judged with the others.
    /// </summary>
    private IEnumerable<Quantity> QueryLatency(ISentenceEncoder encoder, SentenceVectors vectors, IReadOnlyList<string> sentences, ComputeOptions compute, StudyContext context)
    {
        using var index = new ExactIndex(vectors, device: compute.Device);
        var next = 0;
        var timing = RepeatedTiming.Measure(
            () => Ask(next++ % Math.Min(Queries, sentences.Count)),
            new TimingOptions { Samples = Queries, FewestSamples = 20, Seconds = 20, Threads = context.Setting.Threads }, context.Cancellation);
        double[] milliseconds = [.. timing.Samples.Select(seconds => 1000 * seconds)];
        return Quantities.Tail(System.Name, Section1SearchCost.Query, "ms", timing, perSecond: 1000).Prepend(Quantities.Median(System.Name, Section1SearchCost.Query, "ms", milliseconds, vectors.Count));

        void Ask(int query)
        {
            var vector = encoder.Encode([sentences[query]], cancellation: context.Cancellation);
            index.Search(vector, Neighbours, context.Cancellation);
            vector[0].CopyTo(vectors[query]);
        }
    }

    private string Note(IReadOnlyList<string> sentences, BertTokenization? tokenization)
    {
        var lengths = tokenization?.EncodeBatch([.. sentences], BertConfig.Base.MaxPositions, CancellationToken.None).Select(ids => ids.Length).Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{System.Name}: {sentences.Count:N0} of {Sentences.Id}{(lengths is null ? "" : $", {lengths.Average():F1} tokens on average, the longest {lengths[^1]}")}");
    }
}
