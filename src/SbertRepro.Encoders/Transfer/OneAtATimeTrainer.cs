using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Tasks.Transfer;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Transfer;

/// <summary>
/// SentEval's classifier as plainly as torch allows: a Linear, its autograd and its Adam, one classifier after the other. The reference that the batched trainers are compared with;
/// too slow for anything else.
/// </summary>
public sealed class OneAtATimeTrainer(AdamOptions? options = null) : IClassifierTrainer
{
    private readonly AdamOptions options = options ?? new();

    public string Description => "Adam with early stopping, one classifier at a time by torch's autograd";

    public IReadOnlyList<IReadOnlyList<FittedClassifier>> Fit(LabelledVectors data, IReadOnlyList<TrainingJob> jobs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var fitted = new List<IReadOnlyList<FittedClassifier>>();
        foreach (var job in jobs)
        {
            fitted.Add([.. job.L2.Select(l2 => Train(data, TrainingSplit.Of(job, options), l2, cancellation))]);
            progress?.Report(new WorkProgress(fitted.Count, jobs.Count));
        }
        return fitted;
    }

    private FittedClassifier Train(LabelledVectors data, TrainingSplit split, double l2, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var (train, labels) = Tensors(data, split.Train);
        var (dev, devLabels) = Tensors(data, split.Dev);
        manual_seed(options.Seed);
        using var linear = nn.Linear(data.Dimension, data.Classes);
        using var adam = optim.Adam(linear.parameters(), options.LearningRate, options.Beta1, options.Beta2, options.Epsilon, weight_decay: l2);
        var (stopping, best, passes) = (new EarlyStopping(options.Tenacity), Array.Empty<float>(), 0);
        while (!stopping.Stopped && passes <= options.MaximumEpochs)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var pass = 0; pass < options.EpochSize; pass++) TrainOnce(linear, adam, train, labels, split.Random);
            passes += options.EpochSize;
            if (stopping.Improves(Accuracy(linear, dev, devLabels))) best = Weights(linear);
        }
        return new FittedClassifier(l2, stopping.Best, new LinearClassifier(best, data.Classes), passes);
    }

    private void TrainOnce(TorchSharp.Modules.Linear linear, optim.Optimizer adam, Tensor train, Tensor labels, MersenneTwister random)
    {
        foreach (var batch in random.Permutation((int)train.shape[0]).Chunk(options.BatchSize))
        {
            using var scope = NewDisposeScope();
            var index = tensor(batch, dtype: ScalarType.Int64);
            var loss = nn.functional.cross_entropy(linear.forward(train.index_select(0, index)), labels.index_select(0, index));
            adam.zero_grad();
            loss.backward();
            adam.step();
        }
    }

    private static double Accuracy(TorchSharp.Modules.Linear linear, Tensor dev, Tensor labels)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return (double)linear.forward(dev).argmax(1).eq(labels).sum().item<long>() / dev.shape[0];
    }

    // (C, D + 1), the bias last.
    private static float[] Weights(TorchSharp.Modules.Linear linear)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return cat([linear.weight, linear.bias!.unsqueeze(1)], 1).data<float>().ToArray();
    }

    private static (Tensor Vectors, Tensor Labels) Tensors(LabelledVectors data, int[] items)
    {
        var values = new float[items.Length * data.Dimension];
        foreach (var (i, item) in items.Index()) data[item].CopyTo(values.AsSpan(i * data.Dimension));
        return (tensor(values, items.Length, data.Dimension), tensor([.. items.Select(item => (long)data.Labels[item])]));
    }
}
