using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Timing;
using TorchSharp;

namespace SbertRepro.Experiments.Studies;

/// <summary>One query with an index in place of the comparison with every vector: encode the query, ask the index.</summary>
/// <param name="System">Makes vectors.</param>
/// <param name="Sentences">To search among; the queries are further sentences of the set.</param>
/// <param name="Count">Sentences in the index.</param>
/// <param name="Queries">Asked one by one.</param>
/// <param name="Index">How to search; at its largest effort.</param>
public sealed record IndexedSearch(SystemSpec System, SentenceSet Sentences, int Count, int Queries, IndexKind Index) : StudyStep($"indexed-{Index.Id}.{System.Id}", [System], Sentences.Artifacts)
{
    private const int Neighbours = 10;

    private string Name => $"{System.Name}, {Index.Name}";

    public override CellState.NotRun? Missing => Index.Missing;

    public override IReadOnlyList<string> Parts => [nameof(IndexKind), nameof(NeighbourSearch), nameof(TimedAccuracy), nameof(KeptVectors)];

    public override IEnumerable<(string Name, string Hash)> Code => Index.Code;

    public override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("kind", "bi-encoder with an index"), ("sentences", Sentences.Id), ("count", Count.ToString(CultureInfo.InvariantCulture)), ("queries", Queries.ToString(CultureInfo.InvariantCulture)),
        ("index", Index.Name), ("efforts", string.Join(' ', Index.Efforts)),
    ];

    public override StudyResult Measure(StudyContext context)
    {
        var sentences = Sentences.First(Count + Queries, context.Resolve);
        using var encoder = context.OpenEncoder(System);
        var vectors = KeptVectors.Of(System, encoder, [.. sentences.Take(Count)], context);
        var start = Stopwatch.GetTimestamp();
        using var index = Index.Build(vectors, context);
        var building = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (Index.Efforts.Count > 0) Index.SetEffort(index, Index.Efforts[^1]);
        var (next, encoding, answers) = (0, new List<double>(), new (SentenceVectors Query, NearestNeighbours Found)[Queries]);
        var timing = RepeatedTiming.Measure(
            () => Ask(next++ % Queries), new TimingOptions { Samples = Queries, Seconds = double.PositiveInfinity, Threads = context.Setting.Threads }, context.Cancellation);
        var recall = Recall(vectors, answers, context);
        Quantity[] times =
        [
            Quantities.Median(Name, Section1SearchCost.Query, "ms", [.. timing.Samples.Select(seconds => 1000 * seconds)], Count),
            .. Quantities.Tail(Name, Section1SearchCost.Query, "ms", timing, perSecond: 1000),
            Quantities.Median(Name, "of which encoding the query", "ms", encoding[^Queries..], Count), // the first ones were the warm-up
            new(Name, StudyWords.RecallAt10, "%", recall.Average())
            {
                Interval = PercentileBootstrap.Of(recall, sample => sample.Average()), Samples = recall, Count = recall.Length, Size = Count,
            },
            new(Name, MillionSentences.Building, "s", building) { Count = 1, Size = Count },
        ];
        var (texts, timed) = KeptVectors.AskedFirst(sentences, Count, [.. answers.Select(answer => answer.Query)], vectors);
        return new StudyResult(TimedAccuracy.Judge(Name, System, TimedAccuracy.DatasetOf(Sentences, System), texts, timed, context).Of(times))
        {
            Notes = [string.Create(CultureInfo.InvariantCulture, $"{Name}: {Queries} queries of {Sentences.Id} against {Count:N0} others, whose vectors are made beforehand{Effort()}; recall is against exact search")],
        };

        void Ask(int query)
        {
            var asked = Stopwatch.GetTimestamp();
            var vector = encoder.Encode([sentences[Count + query]]);
            encoding.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            answers[query] = (vector, index.Search(vector, Neighbours, context.Cancellation));
        }
    }

    // After all timing: exact search between the queries would leave its threads and its vectors in their way.
    private static double[] Recall(SentenceVectors vectors, IReadOnlyList<(SentenceVectors Query, NearestNeighbours Found)> answers, StudyContext context)
    {
        using var exact = new ExactIndex(vectors, device: context.Setting.Device == "cuda" ? torch.CUDA : torch.CPU);
        return [.. answers.Select(answer => NeighbourSearch.Share(answer.Found.Of(0), exact.Search(answer.Query, Neighbours, context.Cancellation).Of(0), Neighbours))];
    }

    private string Effort() => Index.Efforts.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Index.Effort} {Index.Efforts[^1]}");
}
