using System.Diagnostics;
using System.Globalization;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// Retrieve, then rerank, at several depths: one pass of the scorer at the greatest answers for the quality of all, a few queries asked alone say what each depth costs.
/// </summary>
/// <param name="Stage">Proposes documents.</param>
/// <param name="Reranker">Reads the query with each.</param>
/// <param name="Depths">Documents that are read, rising.</param>
/// <param name="TimedQueries">Asked alone at each depth, taken evenly from all.</param>
public sealed record RerankedRetrieval(FirstStage Stage, SystemSpec Reranker, IReadOnlyList<int> Depths, int TimedQueries = 20)
    : StudyStep($"{Stage.Id}.{Reranker.Id}", [.. Stage.Systems, Reranker], SciFact.Artifacts)
{
    private string Name => $"{Stage.Name}, then {char.ToLowerInvariant(Reranker.Name[0])}{Reranker.Name[1..]}";

    public override IReadOnlyList<string> Parts => [nameof(FirstStage), nameof(SciFact), nameof(RetrievalQuantities), nameof(PairScoreBlocks)];

    public override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("kind", "retrieve then rerank"), ("collection", "scifact-test"), ("stage", Stage.Id), ("depths", string.Join(' ', Depths)),
        ("timed queries", TimedQueries.ToString(CultureInfo.InvariantCulture)), ("metrics", CodeHash.Metrics),
    ];

    public override StudyResult Measure(StudyContext context)
    {
        var dataset = SciFact.Read(context.Resolve);
        using var stage = Stage.Open(dataset, context);
        using var scorer = context.OpenScorer(Reranker);
        var candidates = stage.Run(dataset, Math.Max(Depths[^1], SciFactRetrieval.Depth), context.Cancellation);
        var scores = new PairScoreBlocks(Path.Combine(context.WorkFolder, $"{Id}-{context.Identity[..16]}"));
        var scored = scores.Score(dataset, candidates, scorer, Depths[^1], context);
        var result = new StudyResult(
        [
            .. Depths.SelectMany(depth => RetrievalQuantities.Of(Name, dataset, Reranking.Apply(candidates, scored, depth), depth).Quantities),
            .. Depths.Select(depth => Quantities.Median(Name, StudyWords.OneQuery, "ms", Milliseconds(dataset, stage, scorer, depth, context), depth)),
        ])
        {
            Notes = [.. stage.Notes, Note(context)],
        };
        scores.Delete();
        return result;
    }

    private List<double> Milliseconds(RetrievalDataset dataset, OpenFirstStage stage, IPairScorer scorer, int depth, StudyContext context)
    {
        var texts = dataset.Documents.ToDictionary(document => document.Id, document => document.FullText, StringComparer.Ordinal);
        var every = Math.Max(1, dataset.Queries.Count / TimedQueries);
        RetrievalQuery[] asked = [.. dataset.Queries.Where((_, index) => index % every == 0).Take(TimedQueries)];
        List<double> milliseconds = [];
        foreach (var query in asked.Prepend(asked[0])) // the first untimed
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            var found = stage.Search(query.Text, SciFactRetrieval.Depth);
            var scores = scorer.Score([.. found.Take(depth).Select(document => new SentencePair(query.Text, texts[document.Id]))], cancellation: context.Cancellation);
            Reranking.Apply(new Dictionary<string, IReadOnlyList<RankedDocument>> { [query.Id] = found }, new Dictionary<string, float[]> { [query.Id] = scores }, depth);
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            context.Report(milliseconds.Count, asked.Length + 1, string.Create(CultureInfo.InvariantCulture, $"timing depth {depth}"));
        }

        return milliseconds[1..];
    }

    private string Note(StudyContext context) =>
        $"{Name}: the scorer was trained for the similarity of two sentences (STS), not for relevance, and on no document; query and document together are cut at "
        + string.Create(CultureInfo.InvariantCulture, $"{TokenLimit.Of(Reranker, context.Resolve)} tokens, the longer first. The size is the number of documents that are read");
}
