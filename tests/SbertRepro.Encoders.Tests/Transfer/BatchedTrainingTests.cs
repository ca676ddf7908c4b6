using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Transfer;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Tasks.Transfer;
using Xunit;

namespace SbertRepro.Encoders.Tests.Transfer;

/// <summary>The batched trainers against torch's own Linear, autograd and Adam, one classifier at a time.</summary>
public sealed class BatchedTrainingTests
{
    public BatchedTrainingTests() => LibTorch.Load();

    public static TheoryData<string> Trainers => ["managed", "torch"];

    [Fact]
    public void Initial_weights_are_those_of_torch()
    {
        TorchSharp.torch.manual_seed(1111);
        using var linear = TorchSharp.torch.nn.Linear(37, 3);
        var ours = TrainingSplit.InitialWeights(classes: 3, dimension: 37, seed: 1111);
        var (weight, bias) = (linear.weight!.data<float>().ToArray(), linear.bias!.data<float>().ToArray());
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(weight[(c * 37)..((c + 1) * 37)], ours[(c * 38)..((c * 38) + 37)]);
            Assert.Equal(bias[c], ours[(c * 38) + 37]);
        }
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void A_few_steps_give_the_weights_of_one_at_a_time_training(string trainer)
    {
        var options = new AdamOptions { MaximumEpochs = 4, BatchSize = 16 };
        var data = Clouds(classes: 3, dimension: 11, count: 150, seed: 4);
        TrainingJob job = new([.. Enumerable.Range(0, 101)], [.. Enumerable.Range(101, 49)], [1e-5, 1e-2, 0.5]);
        var expected = new OneAtATimeTrainer(options).Fit(data, [job])[0];
        var actual = Trainer(trainer, options).Fit(data, [job])[0];
        foreach (var (reference, batched) in expected.Zip(actual))
        {
            Assert.Equal((reference.L2, reference.DevAccuracy, reference.Passes), (batched.L2, batched.DevAccuracy, batched.Passes));
            for (var i = 0; i < reference.Classifier.Weights.Length; i++) Assert.Equal(reference.Classifier.Weights[i], batched.Classifier.Weights[i], 1e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Whole_trainings_end_like_one_at_a_time_trainings(string trainer)
    {
        var options = new AdamOptions { LearningRate = 0.01, MaximumEpochs = 60, BatchSize = 50, Tenacity = 3 };
        var data = Clouds(classes: 2, dimension: 8, count: 200, seed: 5);
        var folds = StratifiedFolds.Assign(data.Labels, 4, 1111);
        List<TrainingJob> jobs = [.. Enumerable.Range(0, 4).Select(fold => new TrainingJob(Where(folds, other => other != fold), Where(folds, other => other == fold), [1e-5, 1e-3, 1e-1])), new(Where(folds, _ => true), null, [1e-4])];
        var (expected, actual) = (new OneAtATimeTrainer(options).Fit(data, jobs), Trainer(trainer, options).Fit(data, jobs));
        var pairs = expected.SelectMany(fits => fits).Zip(actual.SelectMany(fits => fits)).ToList();
        Assert.Equal(13, pairs.Count);
        Assert.All(pairs, pair => Assert.Equal(pair.First.DevAccuracy, pair.Second.DevAccuracy, 0.021)); // one item of fifty may change sides by rounding
        Assert.True(pairs.Count(pair => pair.First.Passes == pair.Second.Passes) >= 11);
        Assert.True(pairs.Select(pair => pair.First.Passes).Distinct().Count() > 2, "trainings must stop at different times for the test to mean anything");
    }

    private static IClassifierTrainer Trainer(string name, AdamOptions options) => name switch
    {
        "managed" => new AdamTrainer(options),
        "torch" => new TorchAdamTrainer(TorchSharp.torch.CPU, options),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static int[] Where(int[] folds, Func<int, bool> holds) => [.. Enumerable.Range(0, folds.Length).Where(item => holds(folds[item]))];

    /// <summary>Overlapping clouds of points around one centre a class.</summary>
    private static LabelledVectors Clouds(int classes, int dimension, int count, uint seed)
    {
        var random = new MersenneTwister(seed);
        var (vectors, labels) = (new SentenceVectors(count, dimension), new int[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            for (var d = 0; d < dimension; d++) vectors[i][d] = random.NextUniform(1) + (d % classes == labels[i] ? 0.35f : 0);
        }
        return new LabelledVectors(vectors, [.. Enumerable.Range(0, count)], labels, classes);
    }
}
