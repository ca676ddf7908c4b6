using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Timing;
using TorchSharp;

namespace SbertRepro.Experiments.Studies;

/// <summary>What everybody deploys: a bi-encoder proposes the nearest sentences, a cross-encoder reads the query with each of them.</summary>
/// <param name="Retriever">Makes vectors.</param>
/// <param name="Reranker">Scores pairs.</param>
/// <param name="Sentences">To search among; the queries are further sentences of the set.</param>
/// <param name="Count">Sentences in the index.</param>
/// <param name="Depth">Candidates that are read.</param>
/// <param name="Queries">Asked one by one.</param>
public sealed record RetrieveThenRerank(SystemSpec Retriever, SystemSpec Reranker, SentenceSet Sentences, int Count, int Depth, int Queries)
    : StudyStep($"rerank.{Retriever.Id}.{Reranker.Id}", [Retriever, Reranker], Sentences.Artifacts)
{
    private string System => $"{Retriever.Name}, then {char.ToLowerInvariant(Reranker.Name[0])}{Reranker.Name[1..]} on the first {Depth.ToString(CultureInfo.InvariantCulture)}";

    public override IReadOnlyList<string> Parts => [nameof(TimedAccuracy), nameof(KeptVectors)];

    public override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("kind", "retrieve then rerank"), ("sentences", Sentences.Id), ("count", Count.ToString(CultureInfo.InvariantCulture)), ("depth", Depth.ToString(CultureInfo.InvariantCulture)),
        ("queries", Queries.ToString(CultureInfo.InvariantCulture)),
    ];

    public override StudyResult Measure(StudyContext context)
    {
        var sentences = Sentences.First(Count + Queries, context.Resolve);
        using var encoder = context.OpenEncoder(Retriever);
        using var scorer = context.OpenScorer(Reranker);
        var vectors = KeptVectors.Of(Retriever, encoder, [.. sentences.Take(Count)], context);
        using var index = new ExactIndex(vectors, device: context.Setting.Device == "cuda" ? torch.CUDA : torch.CPU);
        var (next, retrieving, asked) = (0, new List<double>(), new SentenceVectors[Queries]);
        var timing = RepeatedTiming.Measure(
            () => Ask(next++ % Queries), new TimingOptions { Samples = Queries, Seconds = double.PositiveInfinity, Threads = context.Setting.Threads }, context.Cancellation);
        double[] share = [.. timing.Samples.Zip(retrieving[^Queries..], (all, first) => 100 * (1 - (first / all)))]; // the first ones were the warm-up
        Quantity[] times =
        [
            Quantities.Median(System, Section1SearchCost.Query, "ms", [.. timing.Samples.Select(seconds => 1000 * seconds)], Count),
            .. Quantities.Tail(System, Section1SearchCost.Query, "ms", timing, perSecond: 1000),
            Quantities.Median(System, "share of the time in the cross-encoder", "%", share, Count),
        ];
        var (texts, timed) = KeptVectors.AskedFirst(sentences, Count, asked, vectors);
        return new StudyResult(TimedAccuracy.Judge(System, Retriever, TimedAccuracy.DatasetOf(Sentences, Retriever), texts, timed, context).Of(times))
        {
            Notes = [string.Create(CultureInfo.InvariantCulture, $"{System}: {Queries} queries of {Sentences.Id} against {Count:N0} others; the vectors of those are made beforehand")],
        };

        void Ask(int query)
        {
            var (start, text) = (Stopwatch.GetTimestamp(), sentences[Count + query]);
            asked[query] = encoder.Encode([text]);
            var candidates = index.Search(asked[query], Depth, context.Cancellation);
            retrieving.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            scorer.Score([.. candidates.Ids.Select(id => new SentencePair(text, sentences[id]))], cancellation: context.Cancellation);
            context.Report(Math.Min(next, Queries), Queries, $"query {query.ToString(CultureInfo.InvariantCulture)}");
        }
    }
}
