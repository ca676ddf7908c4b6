namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>Settings of the toolkit's classifier as the paper's author used it (sentence-transformers issues 50, 687, 749); defaults of torch where the toolkit leaves them.</summary>
public sealed record AdamOptions
{
    public double LearningRate { get; init; } = 1e-3;

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-8;

    public int BatchSize { get; init; } = 64;

    /// <summary>Passes between two checks on the dev items.</summary>
    public int EpochSize { get; init; } = 4;

    /// <summary>Training goes on while no more passes than this are done: with checks every 4, up to 204.</summary>
    public int MaximumEpochs { get; init; } = 200;

    /// <summary>See <see cref="EarlyStopping"/>.</summary>
    public int Tenacity { get; init; } = 5;

    /// <summary>Share of the training items that a final fit watches instead of training on.</summary>
    public double HeldOut { get; init; } = 0.05;

    /// <summary>Every classifier starts from it anew, so all of them see the same permutations.</summary>
    public uint Seed { get; init; } = 1111;
}

/// <summary>
/// Logistic regression as SentEval trains it (tools/classifier.py, nhid 0) on the CPU: mean cross-entropy by Adam over shuffled batches. One job's classifiers share their batches,
/// since the toolkit seeds every one of them alike: a batch is gathered once and multiplied with the weights of all l2 side by side. Jobs run on all cores.
/// </summary>
/// <remarks>
/// Quirks of the toolkit that change the number, all reproduced: l2 is Adam's coupled weight decay (added to the gradient before the moments) and acts on the bias too; the early-stop
/// counter is never reset (<see cref="EarlyStopping"/>); features are not scaled; the dev accuracy by which l2 is chosen is that of the very items that stopped the training; <c>size_average</c> is set
/// on the loss too late to have an effect on any torch since 0.4, so the loss is the mean over a batch, not the sum. Random numbers are the toolkit's own (numpy for items, torch for
/// weights), so that a classifier differs from the toolkit's by rounding only.
/// </remarks>
public sealed class AdamTrainer(AdamOptions? options = null) : IClassifierTrainer
{
    private readonly AdamOptions options = options ?? new();

    public string Description => "Adam with early stopping, as SentEval trains";

    public IReadOnlyList<IReadOnlyList<FittedClassifier>> Fit(LabelledVectors data, IReadOnlyList<TrainingJob> jobs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var fitted = new IReadOnlyList<FittedClassifier>[jobs.Count];
        var (done, total) = (0L, jobs.Sum(job => (long)job.L2.Count));
        Parallel.For(0, jobs.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            fitted[i] = new SharedBatchTraining(data, jobs[i], options).Run(cancellation);
            progress?.Report(new WorkProgress(Interlocked.Add(ref done, jobs[i].L2.Count), total));
        });
        return fitted;
    }
}
