using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments;

/// <summary>Classification on frozen sentence vectors (Table 5).</summary>
public sealed record TransferTask(TransferSource Source) : EvaluationTask(Source.Id, [.. Source.Artifacts])
{
    public override TaskData Read(Func<string, string> resolve) => new TransferData(Source.Read(resolve));
}

/// <inheritdoc cref="TransferTask"/>
public sealed record TransferData(TransferDataset Dataset) : TaskData
{
    /// <summary>The score of the deterministic protocol, beside "accuracy", which is SentEval's.</summary>
    public const string ExactMetric = "accuracy-exact";

    public override int Count => Dataset.Scored.Count;

    public override IEnumerable<string> Sentences => Dataset.DistinctSentences;

    /// <summary>Encodes once, classifies by both protocols; the predictions are those of SentEval's.</summary>
    public override TaskResult Measure(ISentenceEncoder encoder, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var vectors = encoder.Encode(Dataset.DistinctSentences, progress, cancellation);
        var toolkit = TransferClassification.Evaluate(vectors, Dataset, TransferProtocol.SentEval, progress: progress, cancellation: cancellation);
        var exact = TransferClassification.Evaluate(vectors, Dataset, TransferProtocol.Exact, progress: progress, cancellation: cancellation);
        return new TaskResult([.. toolkit.Scores, .. exact.Scores.Where(score => score.Metric == "accuracy").Select(score => score with { Metric = ExactMetric })], toolkit.Predictions)
        {
            Notes = [.. toolkit.Notes.Select(note => $"SentEval's protocol: {note}"), .. exact.Notes.Select(note => $"exact protocol: {note}")],
        };
    }

    public override TaskResult Measure(IPairScorer scorer, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        throw new UsageException($"{Dataset.Id} needs sentence vectors, and a cross-encoder has none", "a bi-encoder");
}
