namespace SbertRepro.Evaluation.Tasks.Transfer;

public sealed class ExactTrainer : IClassifierTrainer
{
    public string Description => "exact";

    public IReadOnlyList<IReadOnlyList<FittedClassifier>> Fit(LabelledVectors data, IReadOnlyList<TrainingJob> jobs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();
}
