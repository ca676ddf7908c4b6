using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Tasks.Transfer;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Transfer;

/// <summary>
/// What <see cref="AdamTrainer"/> computes, as a few batched tensor operations a step for all jobs with equally many training items: the one for accelerators. On the CPU the managed trainer is faster,
/// since its weights stay in the cache of one core.
/// </summary>
public sealed class TorchAdamTrainer(Device device, AdamOptions? options = null) : IClassifierTrainer
{
    // Values in one batch of gathered vectors, K x B x (D + 1): 256 MB, beside which weights and moments are small.
    private const long GatheredValues = 1 << 26;

    private readonly AdamOptions options = options ?? new();

    public string Description => "Adam with early stopping, as SentEval trains";

    public IReadOnlyList<IReadOnlyList<FittedClassifier>> Fit(LabelledVectors data, IReadOnlyList<TrainingJob> jobs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var fitted = new IReadOnlyList<FittedClassifier>[jobs.Count];
        var (done, atOnce) = (0L, (int)Math.Max(1, GatheredValues / options.BatchSize / (data.Dimension + 1)));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var table = cat([tensor(data.Vectors.Values, data.Vectors.Count, data.Dimension), ones(data.Vectors.Count, 1)], 1).to(device); // (V, D + 1): the constant feature carries the bias
        // Jobs of one group draw the same permutations: equally many items, and the same number of draws before.
        foreach (var group in jobs.Index().GroupBy(job => (Held: job.Item.Dev is null, job.Item.Train.Length, job.Item.L2.Count)).SelectMany(group => group.Chunk(atOnce)))
        {
            using var training = new LockstepTraining(data, table, [.. group.Select(job => job.Item)], options);
            foreach (var (place, classifiers) in training.Run(cancellation).Index()) fitted[group[place].Index] = classifiers;
            progress?.Report(new WorkProgress(done += group.Length, jobs.Count));
        }
        return fitted;
    }
}
