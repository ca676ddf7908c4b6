using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Timing;
using TorchSharp;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// One query against very many vectors: what an index costs to build, keep and ask, and how much it finds of what exact search finds, at every effort. The queries' vectors
/// are made beforehand; what encoding a query takes is in the first study of section 1.
/// </summary>
/// <param name="System">Makes vectors.</param>
/// <param name="Sentences">To search among and to ask for.</param>
/// <param name="Members">Sentences to search among.</param>
/// <param name="Queries">Further sentences.</param>
/// <param name="Index">How to search.</param>
public sealed record NeighbourSearch(SystemSpec System, DistinctSentences Sentences, int Members, int Queries, IndexKind Index)
    : StudyStep($"{Index.Id}.{System.Id}", [System], Sentences.Artifacts)
{
    private const int Neighbours = 10;

    /// <summary>The name that is printed: the same index over vectors of two systems is two systems.</summary>
    private string Name => $"{Index.Name}, on {System.Name}";

    /// <summary>Encoding takes so long that it only happens on demand.</summary>
    public bool SlowEncoding { get; init; }

    /// <summary>For what is asked again and again: all queries at once.</summary>
    public double Seconds { get; init; } = 5;

    public override bool OnDemand => SlowEncoding;

    public override CellState.NotRun? Missing => Index.Missing;

    public override IReadOnlyList<string> Parts => [nameof(HeldOutVectors), nameof(DistinctSentences), nameof(SentenceSplit), nameof(IndexKind)];

    public override IEnumerable<(string Name, string Hash)> Code => Index.Code;

    public override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("kind", "neighbours"), ("sentences", Sentences.Id),
        ("members", Members.ToString(CultureInfo.InvariantCulture)), ("queries", Queries.ToString(CultureInfo.InvariantCulture)),
        ("index", Index.Name), ("efforts", string.Join(' ', Index.Efforts)), ("seconds", Seconds.ToString(CultureInfo.InvariantCulture)), ("tasks", CodeHash.Metrics),
    ];

    public override StudyResult Measure(StudyContext context)
    {
        var (vectors, queries) = HeldOutVectors.Of(System, Sentences, Members, Queries, context);
        var start = Stopwatch.GetTimestamp();
        using var index = Index.Build(vectors, context);
        var building = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var exact = Exact(vectors, queries, context);
        var found = Index.Efforts.Count == 0 ? AtEffort(null) : Index.Efforts.SelectMany(effort => AtEffort(effort));
        return new StudyResult(
        [
            new(Name, MillionSentences.Building, "s", building) { Count = 1 },
            new(Name, MillionSentences.Memory, "MB", Index.Bytes(index, context) / 1e6) { Count = 1 },
            .. found,
        ])
        {
            Notes = [Note(vectors, queries, index)],
        };

        List<Quantity> AtEffort(int? effort)
        {
            if (effort is { } value) Index.SetEffort(index, value);
            context.Report(0, queries.Count, effort is null ? Index.Name : string.Create(CultureInfo.InvariantCulture, $"{Index.Name}, {Index.Effort} {effort}"));
            return [.. Quantities(index, queries, exact, effort, context)];
        }
    }

    private static NearestNeighbours Exact(SentenceVectors vectors, SentenceVectors queries, StudyContext context)
    {
        using var index = new ExactIndex(vectors, device: context.Setting.Device == "cuda" ? torch.CUDA : torch.CPU);
        return index.Search(queries, Neighbours, context.Cancellation);
    }

    private IEnumerable<Quantity> Quantities(IVectorIndex index, SentenceVectors queries, NearestNeighbours exact, int? effort, StudyContext context)
    {
        var timing = new TimingOptions { Samples = 5, Seconds = Seconds, WarmUpSeconds = Seconds / 2, Threads = context.Setting.Threads };
        var measured = IndexMeasurement.Of(Name, index, queries, exact, Neighbours, timing, context.Cancellation);
        var found = index.Search(queries, Neighbours, context.Cancellation);
        double[] milliseconds = [.. measured.Latency.Samples.Select(seconds => 1000 * seconds)];
        double[] rates = [.. measured.Batch.Samples.Select(seconds => queries.Count / seconds)];
        Quantity[] all =
        [
            Recall(MillionSentences.RecallAt1, found, exact, 1),
            Recall(StudyWords.RecallAt10, found, exact, Neighbours),
            Studies.Quantities.Median(Name, StudyWords.OneQuery, "ms", milliseconds),
            .. Studies.Quantities.Tail(Name, StudyWords.OneQuery, "ms", measured.Latency, perSecond: 1000),
            Studies.Quantities.Median(Name, MillionSentences.Batched, "queries/s", rates),
        ];
        return all.Select(quantity => quantity with { Size = effort });
    }

    private Quantity Recall(string what, NearestNeighbours found, NearestNeighbours exact, int depth)
    {
        double[] shares = [.. Enumerable.Range(0, exact.Queries).Select(query => Share(found.Of(query), exact.Of(query), depth))];
        return new(Name, what, "%", shares.Average()) { Interval = PercentileBootstrap.Of(shares, sample => sample.Average()), Samples = shares, Count = shares.Length };
    }

    /// <summary>Percent of the true neighbours that were found.</summary>
    public static double Share(ReadOnlySpan<int> found, ReadOnlySpan<int> exact, int depth)
    {
        var truth = exact[..Math.Min(depth, exact.Length)];
        var hits = 0;
        foreach (var id in found[..Math.Min(depth, found.Length)]) hits += truth.Contains(id) ? 1 : 0;
        return truth.Length == 0 ? 100 : 100.0 * hits / truth.Length;
    }

    private string Note(SentenceVectors vectors, SentenceVectors queries, IVectorIndex index)
    {
        var beside = index is ExactIndex ? "; beside its own copy it keeps the float32 vectors, which the memory does not count" : "";
        var few = vectors.Count < Members ? string.Create(CultureInfo.InvariantCulture, $"; there are no {Members + Queries:N0} distinct ones") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Name}: {vectors.Count:N0} vectors of {vectors.Dimension} components and {queries.Count:N0} queries, distinct sentences of {Sentences.Id}{few}{beside}. ")
            + $"Recall is against exact float32 search{(Index.Effort is { } effort ? $"; the size is {effort}" : "")}";
    }
}
