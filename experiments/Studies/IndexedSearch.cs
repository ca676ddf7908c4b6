using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Results;
using TorchSharp;

namespace SbertRepro.Experiments.Studies;

/// <summary>One query with an index in place of the comparison with every vector: encode the query, ask the index. What the index saves is small where encoding takes longer than comparing.</summary>
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
        using var exact = new ExactIndex(vectors, device: context.Setting.Device == "cuda" ? torch.CUDA : torch.CPU);
        var (milliseconds, encoding, recall) = (new List<double>(), new List<double>(), new List<double>());
        Ask(sentences[Count]); // untimed
        foreach (var samples in new[] { milliseconds, encoding, recall }) samples.Clear();
        foreach (var query in sentences.Skip(Count)) Ask(query);
        return new StudyResult(
        [
            Quantities.Median(Name, Section1SearchCost.Query, "ms", milliseconds, Count),
            Quantities.Median(Name, "of which encoding the query", "ms", encoding, Count),
            new(Name, StudyWords.RecallAt10, "%", recall.Average()) { Samples = recall, Count = recall.Count, Size = Count },
            new(Name, MillionSentences.Building, "s", building) { Count = 1, Size = Count },
        ])
        {
            Notes = [string.Create(CultureInfo.InvariantCulture, $"{Name}: {Queries} queries of {Sentences.Id} against {Count:N0} others, whose vectors are made beforehand{Effort()}; recall is against exact search")],
        };

        void Ask(string query)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var asked = Stopwatch.GetTimestamp();
            var vector = encoder.Encode([query]);
            var encoded = Stopwatch.GetTimestamp();
            var found = index.Search(vector, Neighbours, context.Cancellation);
            milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            encoding.Add(Stopwatch.GetElapsedTime(asked, encoded).TotalMilliseconds);
            recall.Add(NeighbourSearch.Share(found.Of(0), exact.Search(vector, Neighbours, context.Cancellation).Of(0), Neighbours));
        }
    }

    private string Effort() => Index.Efforts.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Index.Effort} {Index.Efforts[^1]}");
}
