using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Tasks;
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
        using var index = new ExactIndex(encoder.Encode([.. sentences.Take(Count)], cancellation: context.Cancellation), device: context.Setting.Device == "cuda" ? torch.CUDA : torch.CPU);
        var (milliseconds, share) = (new List<double>(), new List<double>());
        Ask(sentences[Count]); // untimed
        milliseconds.Clear();
        share.Clear();
        foreach (var query in sentences.Skip(Count))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            Ask(query);
            context.Report(milliseconds.Count, Queries, $"query {milliseconds.Count.ToString(CultureInfo.InvariantCulture)}");
        }

        return new StudyResult([Quantities.Median(System, Section1SearchCost.Query, "ms", milliseconds, Count), Quantities.Median(System, "share of the time in the cross-encoder", "%", share, Count)])
        {
            Notes = [string.Create(CultureInfo.InvariantCulture, $"{System}: {Queries} queries of {Sentences.Id} against {Count:N0} others; the vectors of those are made beforehand")],
        };

        void Ask(string query)
        {
            var start = Stopwatch.GetTimestamp();
            var candidates = index.Search(encoder.Encode([query]), Depth, context.Cancellation);
            var retrieved = Stopwatch.GetTimestamp();
            scorer.Score([.. candidates.Ids.Select(id => new SentencePair(query, sentences[id]))], cancellation: context.Cancellation);
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            share.Add(100 * Stopwatch.GetElapsedTime(retrieved).TotalMilliseconds / milliseconds[^1]);
        }
    }
}
