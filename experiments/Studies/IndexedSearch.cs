using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
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

    public override IReadOnlyList<string> Parts => [nameof(IndexKind), nameof(NeighbourSearch)];

    public override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("kind", "bi-encoder with an index"), ("sentences", Sentences.Id), ("count", Count.ToString(CultureInfo.InvariantCulture)), ("queries", Queries.ToString(CultureInfo.InvariantCulture)),
        ("index", Index.Name), ("efforts", string.Join(' ', Index.Efforts)),
    ];

    public override StudyResult Measure(StudyContext context)
    {
        var sentences = Sentences.First(Count + Queries, context.Resolve);
        using var encoder = context.OpenEncoder(System);
        var vectors = encoder.Encode([.. sentences.Take(Count)], cancellation: context.Cancellation);
        var start = Stopwatch.GetTimestamp();
        using var index = Index.Build(vectors, context);
        var building = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (Index.Efforts.Count > 0) Index.SetEffort(index, Index.Efforts[^1]);
        var (milliseconds, encoding) = (new List<double>(), new List<double>());
        Ask(sentences[Count]); // untimed
        foreach (var samples in new[] { milliseconds, encoding }) samples.Clear();
        (SentenceVectors Query, NearestNeighbours Found)[] answers = [.. sentences.Skip(Count).Select(Ask)];
        var recall = Recall(vectors, answers, context);
        return new StudyResult(
        [
            Quantities.Median(Name, Section1SearchCost.Query, "ms", milliseconds, Count),
            Quantities.Median(Name, "of which encoding the query", "ms", encoding, Count),
            new(Name, StudyWords.RecallAt10, "%", recall.Average())
            {
                Interval = PercentileBootstrap.Of(recall, sample => sample.Average()), Samples = recall, Count = recall.Length, Size = Count,
            },
            new(Name, MillionSentences.Building, "s", building) { Count = 1, Size = Count },
        ])
        {
            Notes = [string.Create(CultureInfo.InvariantCulture, $"{Name}: {Queries} queries of {Sentences.Id} against {Count:N0} others, whose vectors are made beforehand{Effort()}; recall is against exact search")],
        };

        (SentenceVectors, NearestNeighbours) Ask(string query)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var asked = Stopwatch.GetTimestamp();
            var vector = encoder.Encode([query]);
            var encoded = Stopwatch.GetTimestamp();
            var found = index.Search(vector, Neighbours, context.Cancellation);
            milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            encoding.Add(Stopwatch.GetElapsedTime(asked, encoded).TotalMilliseconds);
            return (vector, found);
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
