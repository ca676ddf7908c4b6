using System.Diagnostics;
using SbertRepro.Encoders.Training;
using SbertRepro.Encoders.Training.Objectives;
using SbertRepro.Evaluation;
using Xunit;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Tests.Training;

[Collection(nameof(AloneInTheProcess))]
public sealed class FineTuningTests : IDisposable
{
    private static readonly FineTuningOptions Quick = new() { LearningRate = 1e-2, BatchSize = 8, Dropout = 0.1 };

    private readonly TemporaryFolder model = new();
    private readonly TemporaryFolder work = new();
    private readonly TrainingRows rows;

    public FineTuningTests() => rows = TrainingRows.Separate(ToyTask.Examples(160), ToyTask.Model(model), 64);

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void A_separable_task_is_learned(Precision precision)
    {
        var result = Train(Quick with { Epochs = 10, Precision = precision });
        Assert.Equal(200, result.Steps);
        Assert.InRange(result.Losses.Take(20).Average(point => point.Loss), 0.5, 1.5);
        Assert.InRange(result.Losses.TakeLast(20).Average(point => point.Loss), 0, 0.2);
    }

    [Theory]
    [InlineData(1, Precision.Float32)]
    [InlineData(2, Precision.Float32)]
    [InlineData(2, Precision.BFloat16)]
    public void An_interrupted_run_with_dropout_ends_with_the_same_bytes(int replicas, Precision precision)
    {
        var options = Quick with { Replicas = replicas, Precision = precision, Epochs = 2, EvaluateEvery = 7, CheckpointEvery = 9 };
        var (straight, history) = TrainWithScores(options, "straight", stopAt: null);
        var (stopped, _) = TrainWithScores(options, "resumed", stopAt: 14);
        var (resumed, resumedHistory) = TrainWithScores(options, "resumed", stopAt: null);
        Assert.NotEqual(straight, stopped);
        Assert.Equal(straight, resumed);
        Assert.Equal(history!.Losses, resumedHistory!.Losses);
        Assert.Equal(history.Development, resumedHistory.Development);
        Assert.Equal(File.ReadAllBytes(work.File("straight/checkpoint.safetensors")), File.ReadAllBytes(work.File("resumed/checkpoint.safetensors")));
        Assert.Equal(File.ReadAllBytes(work.File("straight/best.safetensors")), File.ReadAllBytes(work.File("resumed/best.safetensors")));
    }

    [Fact]
    public void A_run_that_was_killed_goes_on_from_its_last_checkpoint_to_the_same_bytes()
    {
        var options = Quick with { Epochs = 2, CheckpointEvery = 9, EvaluateEvery = 7 };
        var (straight, _) = TrainWithScores(options, "straight", stopAt: null);
        using (var tuning = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), options))
        {
            // What a kill leaves behind: the checkpoint of step 9 or 18, best weights and nothing that was in memory.
            Assert.Throws<InvalidOperationException>(() => tuning.Run(work.File("killed"), () => tuning.Steps < 20 ? 0.5 + (tuning.Steps * 0.01) : throw new InvalidOperationException("killed")));
        }

        var (resumed, _) = TrainWithScores(options, "killed", stopAt: null);
        Assert.Equal(straight, resumed);
    }

    [Fact]
    public void The_best_weights_on_development_data_are_chosen_or_the_last()
    {
        var options = Quick with { EvaluateEvery = 5 };
        using var best = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), options);
        float[]? atTen = null;
        var result = best.Run(work.File("best"), () =>
        {
            if (best.Steps == 10) atTen = Flat(best);
            return best.Steps == 10 ? 1 : 0;
        });
        Assert.Equal([5, 10, 15, 20], result.Development.Select(point => (int)point.Step));
        Assert.Equal((10, 1.0), (result.Chosen, result.Score));
        Assert.Equal(atTen, Flat(best));
        using var last = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), options with { Choice = ChosenWeights.Last });
        Assert.Equal(20, last.Run(work.File("last"), () => last.Steps == 10 ? 1 : 0).Chosen);
        Assert.NotEqual(atTen, Flat(last));
    }

    [Fact]
    public void A_step_over_the_token_budget_has_the_gradient_of_the_whole_step()
    {
        foreach (IObjective objective in new IObjective[] { new SoftmaxClassification(Classes: 2), new MultipleNegativesRanking() })
        {
            // Small enough that batches must be cut; no dropout, since its masks follow the batches.
            var (whole, parts) = (OneStep(objective, 4096, 0), OneStep(objective, 48, 0));
            Assert.All(whole.Zip(parts), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-6));
            Assert.NotEqual(Initial(objective), whole);
        }
    }

    [Fact]
    public void A_step_that_is_computed_twice_draws_the_same_dropout_both_times()
    {
        // The cut that the whole step has anyway fits the smaller budget, so only the second computation differs.
        int[] batch = [.. Enumerable.Range(0, 160)];
        var lengths = batch.SelectMany(row => rows[row]).Select(input => input.Ids.Length).ToArray();
        var plan = StepPlan.Create(lengths, Quick.Replicas, tokenBudget: 4096, batchCost: 64);
        var budget = Quick.Replicas * plan.Batches.SelectMany(batches => batches).Max(part => part.Indices.Count * part.Length);
        Assert.True(plan.Positions > budget, "or nothing is computed twice");
        var objective = new SoftmaxClassification(Classes: 2);
        Assert.Equal(OneStep(objective, 4096, 0.1, batch), OneStep(objective, budget, 0.1, batch));
    }

    [Fact]
    public void The_seed_decides_the_weights()
    {
        float[] Weights(ulong seed)
        {
            using var tuning = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), Quick with { Seed = seed });
            tuning.Run(work.File($"{Guid.NewGuid():n}"));
            return Flat(tuning);
        }

        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));
    }

    [Fact]
    public void A_diverging_run_stops_and_names_step_and_rows()
    {
        using var tuning = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), Quick with { LearningRate = 1e30 });
        var failure = Assert.Throws<ActionableException>(() => tuning.Run(work.Path));
        Assert.Matches(@"step \d+, training rows (\d+, ){7}\d+: loss", failure.Message);
        Assert.Contains("diverged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_runs_checkpoint_is_not_continued()
    {
        Train(Quick);
        using var other = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), Quick with { LearningRate = 2e-2 });
        Assert.Contains("checkpoint is of the run", Assert.Throws<ActionableException>(() => other.Run(work.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Live_tensors_and_memory_do_not_grow_with_the_steps()
    {
        using var tuning = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), Quick with { Epochs = 10, EvaluateEvery = 10, Choice = ChosenWeights.Last });
        List<(long Tensors, long Bytes)> samples = [];
        tuning.Run(work.Path, () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            samples.Add((Tensor.TotalCount, Process.GetCurrentProcess().WorkingSet64));
            return 0;
        });
        Assert.Equal(20, samples.Count); // one every ten steps
        Assert.All(samples.Skip(5), sample => Assert.Equal(samples[4].Tensors, sample.Tensors));
        Assert.InRange(samples[^1].Bytes - samples[4].Bytes, long.MinValue, 64L << 20);
    }

    [Fact]
    public void The_number_of_threads_is_what_it_was_when_a_run_ends()
    {
        var before = get_num_threads();
        Train(Quick);
        Assert.Equal(before, get_num_threads());
    }

    [Fact]
    public void Progress_tells_loss_rate_and_pace()
    {
        var reports = new List<FineTuningProgress>();
        using var tuning = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), Quick with { Epochs = 2 });
        var result = tuning.Run(work.Path, progress: new Immediately(reports.Add));
        Assert.Equal([20, 40], reports.Select(report => (int)report.Step));
        Assert.All(reports, report => Assert.True(report is { Steps: 40, RowsPerSecond: > 0, TokensPerSecond: > 0, OperationsPerSecond: > 0, GradientNorm: > 0 }));
        Assert.Equal(result.Losses.Skip(20).Average(point => point.Loss), reports[1].Loss, 12);
        Assert.Equal(result.Losses[39].LearningRate, reports[1].LearningRate);
        Assert.Equal(0, result.Losses[0].LearningRate);
    }

    public void Dispose()
    {
        model.Dispose();
        work.Dispose();
    }

    private FineTuningResult Train(FineTuningOptions options)
    {
        using var tuning = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), options);
        return tuning.Run(work.Path);
    }

    private (float[] Weights, FineTuningResult? Result) TrainWithScores(FineTuningOptions options, string folder, int? stopAt)
    {
        using var stop = new CancellationTokenSource();
        using var tuning = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), options);
        FineTuningResult? result = null;
        try
        {
            result = tuning.Run(work.File(folder), Score, cancellation: stop.Token);
        }
        catch (OperationCanceledException) when (stopAt is not null)
        {
        }

        return (Flat(tuning), result);

        double Score()
        {
            if (tuning.Steps == stopAt) stop.Cancel();
            return 0.5 + (tuning.Steps * 0.01);
        }
    }

    private float[] OneStep(IObjective objective, int budget, double dropout, int[]? batch = null)
    {
        using var tuning = new FineTuning(model.Path, rows, objective, Quick with { TokenBudget = budget, Dropout = dropout });
        tuning.TakeStep(0, batch ?? [.. Enumerable.Range(0, 8)]);
        return Flat(tuning);
    }

    private float[] Initial(IObjective objective)
    {
        using var tuning = new FineTuning(model.Path, rows, objective, Quick);
        return Flat(tuning);
    }

    private static float[] Flat(FineTuning tuning) => [.. tuning.Weights().SelectMany(weight => weight.Values)];

    private sealed class Immediately(Action<FineTuningProgress> report) : IProgress<FineTuningProgress>
    {
        public void Report(FineTuningProgress value) => report(value);
    }
}
