using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments;

/// <summary>A dataset as a column of a table asks for it: its files, and how they are read.</summary>
/// <param name="Dataset">The dataset's id.</param>
/// <param name="Artifacts">Ids of every file that is read, in reading order.</param>
public abstract record EvaluationTask(string Dataset, IReadOnlyList<string> Artifacts)
{
    public static IReadOnlyList<EvaluationTask> All { get; } = [.. StsDatasets.All.Select(source => new SimilarityTask(source)), .. TransferDatasets.All.Select(source => new TransferTask(source))];

    /// <exception cref="UsageException">There is no such dataset.</exception>
    public static EvaluationTask Find(string dataset) => All.FirstOrDefault(task => task.Dataset == dataset)
        ?? throw new UsageException($"no dataset '{dataset}'", $"one of {string.Join(", ", All.Select(task => task.Dataset))}");

    /// <param name="resolve">Artifact id to local path.</param>
    /// <exception cref="ActionableException">A file is malformed, or another edition than the one that is compared.</exception>
    public abstract TaskData Read(Func<string, string> resolve);
}

/// <summary>A dataset in memory, ready to be put to a system.</summary>
public abstract record TaskData
{
    /// <summary>Scored items: pairs, or labelled sentences.</summary>
    public abstract int Count { get; }

    /// <summary>Every distinct sentence that will be encoded.</summary>
    public abstract IEnumerable<string> Sentences { get; }

    public abstract TaskResult Measure(ISentenceEncoder encoder, IProgress<WorkProgress>? progress, CancellationToken cancellation);

    public abstract TaskResult Measure(IPairScorer scorer, IProgress<WorkProgress>? progress, CancellationToken cancellation);
}

/// <summary>Similarity against human judgement (Tables 1, 2 and 6).</summary>
public sealed record SimilarityTask(StsSource Source) : EvaluationTask(Source.Id, [.. Source.Artifacts])
{
    public override TaskData Read(Func<string, string> resolve) => new SimilarityData(Source.Read(resolve));
}

/// <inheritdoc cref="SimilarityTask"/>
public sealed record SimilarityData(StsDataset Dataset) : TaskData
{
    public override int Count => Dataset.Count;

    public override IEnumerable<string> Sentences => Dataset.DistinctSentences;

    public override TaskResult Measure(ISentenceEncoder encoder, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        SentenceSimilarity.Evaluate(encoder, Dataset, progress, cancellation);

    public override TaskResult Measure(IPairScorer scorer, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        SentenceSimilarity.Evaluate(scorer, Dataset, progress, cancellation);
}
