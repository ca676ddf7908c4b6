using SbertRepro.Encoders.Tests.Models;
using SbertRepro.Encoders.Training;
using SbertRepro.Encoders.Training.Objectives;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Tests.Training;

/// <summary>Losses, gradients and weights against the PyTorch of 2019 (shared/goldens/README.md), through the classes that train.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class GoldenTrainingTests : IDisposable
{
    private const double ForwardTolerance = 2e-5;
    private const double GradientTolerance = 1e-4; // of the largest entry
    private const double RoundingOfZero = 1e-8; // softmax does not see a key bias: its gradient is 0, and the reference's 1e-9 of rounding
    private const double TrainingTolerance = 2e-4;

    private readonly GoldenBert golden = new();

    public static TheoryData<string, int, int> Runs()
    {
        var runs = new TheoryData<string, int, int>();
        foreach (var objective in new[] { "softmax", "regression", "triplet" })
        {
            foreach (var (replicas, budget) in new[] { (1, 4096), (2, 4096), (2, 40) }) runs.Add(objective, replicas, budget);
        }

        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Loss_and_gradients_equal_the_reference_however_the_step_is_computed(string objective, int replicaCount, int tokenBudget)
    {
        using var scope = NewDisposeScope();
        var rule = Objective(objective);
        var options = new FineTuningOptions { Replicas = replicaCount, TokenBudget = tokenBudget };
        var rows = Rows(rule.VectorsPerRow, objective == "regression" ? Floats("siamese.score") : Labels());
        using var replicas = Replicas(rule, options);
        var loss = new FineTuningStep(replicas, rows, rule, options).Run(0, [0, 1, 2, 3, 4]);
        Assert.InRange(Math.Abs(loss - Floats($"siamese.{objective}.loss")[0]), 0, ForwardTolerance);
        var prefix = $"siamese.{objective}.grad.";
        var names = golden.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        Assert.InRange(names.Length, 21, 22);
        foreach (var name in names)
        {
            var (expected, actual) = (golden.Floats(name), Gradient(replicas, name[prefix.Length..]));
            Assert.InRange(GoldenBert.LargestDifference(actual, expected), 0, RoundingOfZero + (GradientTolerance * expected.abs().max().item<float>()));
        }
    }

    [Fact]
    public void Logits_and_cosines_equal_the_reference()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var bert = BertCheckpoint.Load(golden.Folder);
        var (u, v) = (Encode("a"), Encode("b"));
        using var head = GoldenHead();
        Assert.InRange(GoldenBert.LargestDifference(head.Logits(Concatenation.BothAndDifference.Apply(u, v)), golden.Floats("siamese.softmax.output")), 0, ForwardTolerance);
        Assert.InRange(GoldenBert.LargestDifference(nn.functional.cosine_similarity(u, v, 1), golden.Floats("siamese.regression.output")), 0, ForwardTolerance);

        Tensor Encode(string sentence)
        {
            var mask = golden.Integers($"siamese.{sentence}.mask").to(ScalarType.Bool);
            return Pool.Mean(bert.forward(new BertInput(golden.Integers($"siamese.{sentence}.ids"), mask), LayerSelection.Last), mask);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Eight_steps_with_the_optimiser_and_schedule_of_2019_follow_the_reference(int replicas)
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var options = new FineTuningOptions { BatchSize = 5, Epochs = 10, LearningRate = 1e-3, Replicas = replicas, EvaluateEvery = 1 };
        using var tuning = new FineTuning(golden.Folder, Rows(2, Labels()), new SoftmaxClassification(), options);
        SetHead(tuning.Network.Classifier!);
        var expected = golden.Doubles("train.losses");
        Assert.Throws<OperationCanceledException>(() => tuning.Run(folder.Path, () =>
        {
            if (tuning.Steps == expected.Length) stop.Cancel();
            return 0;
        }, cancellation: stop.Token));

        var losses = File.ReadLines(folder.File(TrainingHistory.LossFile)).Skip(1).Select(line => double.Parse(line.Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(expected.Length, losses.Length);
        Assert.All(expected.Zip(losses), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, TrainingTolerance));
        Assert.True(losses[^1] < 0.9 * losses[0], "the loss has not moved, so equality would mean nothing");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var trained = tuning.Copy().Bert;
        var mask = golden.Integers("siamese.a.mask").to(ScalarType.Bool);
        var u = Pool.Mean(trained.forward(new BertInput(golden.Integers("siamese.a.ids"), mask), LayerSelection.Last), mask);
        Assert.InRange(GoldenBert.LargestDifference(u, golden.Floats("train.final.u")), 0, TrainingTolerance);
    }

    [Fact]
    public void The_cross_encoder_that_is_trained_gives_the_reference_logits()
    {
        using var scope = NewDisposeScope();
        var ids = golden.Integers("forward.ids");
        var options = new FineTuningOptions { Dropout = 0 };
        var rows = TrainingRows.FromTokens([([new PairTokens([1, 2, 3], 2)], 0)], paddingId: 0, areJoint: true);
        using var tuning = new FineTuning(golden.Folder, rows, new PairRegression(), options);
        using var noGrad = no_grad();
        tuning.Network.Classifier!.weight!.copy_(golden.Floats("cross.classifier.weight"));
        tuning.Network.Classifier!.bias!.copy_(golden.Floats("cross.classifier.bias"));
        var logits = tuning.Network.Classifier.Logits(tuning.Network.forward(golden.Forward));
        Assert.Equal(ids.shape[0], logits.shape[0]);
        Assert.InRange(GoldenBert.LargestDifference(logits, golden.Floats("cross.logit")), 0, ForwardTolerance);
    }

    public void Dispose() => golden.Dispose();

    private static IObjective Objective(string name) => name switch
    {
        "softmax" => new SoftmaxClassification(),
        "regression" => new CosineRegression(),
        _ => new TripletMargin(),
    };

    private Replicas<TrainedNetwork> Replicas(IObjective objective, FineTuningOptions options)
    {
        var config = BertConfig.Load(Path.Combine(golden.Folder, "config.json"));
        var replicas = new Replicas<TrainedNetwork>(() => new TrainedNetwork(config, Pooling.Mean, objective), options.Replicas, ScalarType.Float32, CPU, options.Optimiser);
        replicas.Optimiser.SetWeights(TrainedNetwork.InitialWeights(golden.Folder, replicas.Slots, seed: 1));
        if (replicas[0].Classifier is { } head) SetHead(head);
        return replicas;
    }

    private static Tensor Gradient(Replicas<TrainedNetwork> replicas, string name) => Enumerable.Range(0, replicas.Count)
        .Select(replica => replicas[replica].named_parameters().Single(item => item.name == name || item.name == "bert." + name).parameter.grad!)
        .Aggregate((sum, next) => sum + next);

    private void SetHead(Linear head)
    {
        using var noGrad = no_grad();
        head.weight!.copy_(golden.Floats("siamese.softmax.weight"));
        head.bias!.copy_(golden.Floats("siamese.softmax.bias"));
    }

    private Linear GoldenHead()
    {
        var head = nn.Linear(144, 3);
        SetHead(head);
        return head;
    }

    private float[] Labels() => [.. golden.Integers("siamese.label").data<long>().Select(label => (float)label)];

    private float[] Floats(string name) => golden.Floats(name).data<float>().ToArray();

    private TrainingRows Rows(int sentences, float[] targets)
    {
        var columns = new[] { "a", "b", "c" }.Take(sentences).Select(Sentences).ToArray();
        return TrainingRows.FromTokens(targets.Select((target, row) => (columns.Select(column => column[row]).ToArray(), target)), paddingId: 0, areJoint: false);
    }

    private PairTokens[] Sentences(string column)
    {
        var (ids, mask) = (golden.Integers($"siamese.{column}.ids"), golden.Integers($"siamese.{column}.mask"));
        return [.. Enumerable.Range(0, (int)ids.shape[0]).Select(row =>
        {
            var length = (int)mask[row].sum().item<long>();
            return new PairTokens([.. ids[row].data<long>().Take(length).Select(id => (int)id)], length);
        })];
    }
}
