using SbertRepro.Evaluation.Tasks.Transfer;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Transfer;

/// <summary>Everything in a lockstep training that has a place for each live job; letters as in <see cref="LockstepTraining"/>.</summary>
/// <param name="Rows">(K, N) int64: row in the table of each training item.</param>
/// <param name="Truth">(K, N, C) one-hot.</param>
/// <param name="DevRows">(K, M) int64, padded with a row that is there.</param>
/// <param name="DevLabels">(K, M) int64; -1, which no prediction equals, where padded.</param>
/// <param name="Decay">(K, 1, L C) l2 of each column.</param>
/// <param name="Weights">(K, F, L C).</param>
/// <param name="First">(K, F, L C), running mean of the gradient.</param>
/// <param name="Second">(K, F, L C), running mean of the squared gradient.</param>
internal sealed record LockstepState(Tensor Rows, Tensor Truth, Tensor DevRows, Tensor DevLabels, Tensor Decay, Tensor Weights, Tensor First, Tensor Second) : IDisposable
{
    private Tensor[] All => [Rows, Truth, DevRows, DevLabels, Decay, Weights, First, Second];

    public static LockstepState Begin(LabelledVectors data, TrainingSplit[] splits, TrainingJob[] jobs, uint seed, Device device)
    {
        using var scope = NewDisposeScope();
        var (k, strengths, dev) = (jobs.Length, jobs[0].L2.Count, splits.Max(split => split.Dev.Length));
        var initial = tensor(TrainingSplit.InitialWeights(data.Classes, data.Dimension, seed), data.Classes, data.Dimension + 1).t(); // (F, C)
        var weights = initial.repeat(k, 1, strengths);
        var truth = LabelsOf(splits.SelectMany(split => split.Train), data, k);
        return new LockstepState(
            RowsOf(splits.SelectMany(split => split.Train), data, k),
            nn.functional.one_hot(truth, data.Classes).to(ScalarType.Float32),
            RowsOf(splits.SelectMany(split => Padded(split.Dev, dev, split.Dev[0])), data, k),
            stack([.. splits.Select(split => cat([LabelsOf(split.Dev, data, 1).view(-1), full(dev - split.Dev.Length, -1, ScalarType.Int64)]))]),
            tensor([.. jobs.SelectMany(job => job.L2.SelectMany(l2 => Enumerable.Repeat((float)l2, data.Classes)))], k, 1, strengths * data.Classes),
            weights, zeros_like(weights), zeros_like(weights)).Select(part => part.to(device).contiguous().DetachFromDisposeScope());
    }

    /// <summary>The same for some places only; this one is disposed.</summary>
    public LockstepState Keep(int[] places)
    {
        using var scope = NewDisposeScope();
        var index = tensor(places, dtype: ScalarType.Int64).to(Weights.device);
        var kept = Select(part => part.index_select(0, index).DetachFromDisposeScope());
        Dispose();
        return kept;
    }

    public void Dispose()
    {
        foreach (var part in All) part.Dispose();
    }

    private LockstepState Select(Func<Tensor, Tensor> change) =>
        new(change(Rows), change(Truth), change(DevRows), change(DevLabels), change(Decay), change(Weights), change(First), change(Second));

    private static IEnumerable<int> Padded(int[] items, int length, int padding) => items.Concat(Enumerable.Repeat(padding, length - items.Length));

    private static Tensor RowsOf(IEnumerable<int> items, LabelledVectors data, int jobs) => tensor([.. items.Select(item => (long)data.Rows[item])]).view(jobs, -1);

    private static Tensor LabelsOf(IEnumerable<int> items, LabelledVectors data, int jobs) => tensor([.. items.Select(item => (long)data.Labels[item])]).view(jobs, -1);
}
