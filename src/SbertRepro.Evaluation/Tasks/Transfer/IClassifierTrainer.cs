namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>Items to train on and items to watch, by index into a <see cref="LabelledVectors"/>; one classifier is trained for each l2.</summary>
/// <param name="Train">In the order in which the toolkit would hold them: its batches are permutations of it.</param>
/// <param name="Dev">null: a final fit, for which the trainer itself holds out what it needs.</param>
/// <param name="L2">Strengths of the regularisation.</param>
public sealed record TrainingJob(int[] Train, int[]? Dev, IReadOnlyList<double> L2);

/// <param name="L2">Regularisation it was trained with.</param>
/// <param name="DevAccuracy">On the job's dev items, or on what the trainer held out; 1 where there was nothing to hold out.</param>
/// <param name="Classifier">The trained weights.</param>
/// <param name="Passes">Passes over the training items until training ended (Adam), or evaluations of the objective (exact).</param>
public sealed record FittedClassifier(double L2, double DevAccuracy, LinearClassifier Classifier, int Passes);

/// <summary>Trains many linear classifiers on parts of the same vectors at once.</summary>
public interface IClassifierTrainer
{
    /// <summary>What a reader must know about numbers from this trainer, in a few words.</summary>
    string Description { get; }

    /// <summary>One list per job, one classifier per l2 of the job, in their order. The result does not depend on the number of threads.</summary>
    /// <exception cref="OperationCanceledException">When <paramref name="cancellation"/> is signalled.</exception>
    IReadOnlyList<IReadOnlyList<FittedClassifier>> Fit(LabelledVectors data, IReadOnlyList<TrainingJob> jobs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default);
}
