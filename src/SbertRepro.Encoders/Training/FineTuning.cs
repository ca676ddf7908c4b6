using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Training.Objectives;
using SbertRepro.Evaluation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// Fine-tunes a BERT, as siamese network or as cross-encoder: epochs of shuffled steps, development scores now and then, and a checkpoint from which it goes on after a
/// break. Deterministic on the CPU: same data, start and options give the same bits, interrupted or not, whatever the machine's load.
/// <see cref="SiameseTraining"/> and <see cref="CrossEncoderTraining"/> are the ways in for those who have text and want a folder.
/// </summary>
public sealed class FineTuning : IDisposable
{
    private const int ReportEvery = 20;

    private readonly FineTuningOptions options;
    private readonly TrainingRows rows;
    private readonly IObjective objective;
    private readonly Pooling? pooling;
    private readonly BertConfig config;
    private readonly EpochOrder order;
    private readonly Replicas<TrainedNetwork> replicas;
    private readonly FineTuningStep work;
    private TrainingHistory history = new();

    /// <param name="modelFolder">Where the BERT to start from lies, in the Hugging Face layout.</param>
    /// <param name="rows">Separate inputs for a siamese network, joint ones for a cross-encoder.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="options">How.</param>
    public FineTuning(string modelFolder, TrainingRows rows, IObjective objective, FineTuningOptions options)
    {
        if (rows.Count == 0) throw new ActionableException("no training rows", expected: "at least one");
        if (rows[0].Count != objective.VectorsPerRow)
            throw new ActionableException($"{rows[0].Count} inputs a row", expected: $"{objective.VectorsPerRow} for {objective.GetType().Name}");
        (this.options, this.rows, this.objective, pooling) = (options, rows, objective, rows.AreJoint ? null : options.Pooling);
        LibTorch.Load();
        config = BertConfig.Load(Path.Combine(modelFolder, "config.json"));
        if (options.Dropout is { } dropout) config = config with { HiddenDropout = dropout, AttentionDropout = dropout };
        order = new EpochOrder(rows.Count, options.Seed);
        replicas = new Replicas<TrainedNetwork>(
            () => new TrainedNetwork(config, pooling, objective), options.Replicas, options.ScalarType, options.Place, options.Optimiser);
        replicas.Optimiser.SetWeights(TrainedNetwork.InitialWeights(modelFolder, replicas.Slots, options.Seed));
        work = new FineTuningStep(replicas, rows, objective, options);
        Schedule = options.Schedule((long)StepsPerEpoch * options.Epochs);
        Identity = $"{options.Identity} {objective} {(rows.AreJoint ? "joint" : "separate")} data {rows.Hash} start {BertCheckpoint.Hash(modelFolder)}";
    }

    /// <summary>Steps taken.</summary>
    public long Steps => replicas.Optimiser.Steps;

    public LearningRateSchedule Schedule { get; }

    /// <summary>All that decides the weights, as text; a checkpoint is only continued by the same.</summary>
    public string Identity { get; }

    /// <summary>The trained copy, for tests.</summary>
    internal TrainedNetwork Network => replicas[0];

    private int StepsPerEpoch => (rows.Count + options.BatchSize - 1) / options.BatchSize;

    /// <summary>Trains to the end, from the checkpoint in the work folder if there is one.</summary>
    /// <param name="workFolder">Gets checkpoint, best weights and history.</param>
    /// <param name="development">Score of the weights at hand on development data, higher is better; null where nothing is to be chosen.</param>
    /// <param name="progress">Every 20 steps.</param>
    /// <param name="cancellation">Stops after the step at hand, with a checkpoint.</param>
    /// <exception cref="ActionableException">The loss is not a number or has diverged; the message names the step and its rows.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; the checkpoint is written.</exception>
    public FineTuningResult Run(string workFolder, Func<double>? development = null, IProgress<FineTuningProgress>? progress = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(workFolder);
        var files = new TrainingFiles(workFolder, Identity);
        history = files.Resume(replicas.Optimiser);
        var threads = get_num_threads();
        try
        {
            var pace = new TrainingPace(config);
            while (Steps < Schedule.Steps && !cancellation.IsCancellationRequested)
            {
                SetThreads(1);
                pace.Measure(() => TakeStep(pace));
                if (development is not null && IsEvaluated(Steps)) Evaluate(development, files);
                if (Steps % ReportEvery == 0) progress?.Report(pace.Report(history, Schedule.Steps));
                if (Steps % options.CheckpointEvery == 0) files.Save(replicas.Optimiser, history);
            }

            files.Save(replicas.Optimiser, history);
        }
        finally
        {
            set_num_threads(threads);
        }

        cancellation.ThrowIfCancellationRequested();
        if (options.Choice == ChosenWeights.Best && history.Best is { } best) replicas.Optimiser.SetWeights(files.BestWeights());
        else best = new DevelopmentPoint(Steps, 0);
        return new FineTuningResult(Steps, history.Losses, history.Development, best.Step);
    }

    /// <summary>The float32 weights at hand, after a run the chosen ones, under the keys of a Hugging Face BertForSequenceClassification.</summary>
    public IEnumerable<(ParameterSlot Slot, float[] Values)> Weights() => replicas.Cut(replicas.Optimiser.Weights);

    /// <summary>A copy of the weights at hand, float32 on the CPU, for evaluation.</summary>
    /// <returns>The linear layer is null where the objective has none.</returns>
    public (Bert Bert, Linear? Classifier) Copy()
    {
        using var noGrad = no_grad();
        var copy = new TrainedNetwork(config, pooling, objective);
        foreach (var ((_, parameter), (_, values)) in copy.named_parameters().Zip(Weights()))
        {
            using var flat = tensor(values, parameter.shape);
            parameter.copy_(flat);
        }

        copy.eval();
        return (copy.Bert, copy.Classifier);
    }

    public void Dispose() => replicas.Dispose();

    /// <summary>A step on given rows with the peak learning rate, for timing.</summary>
    internal void TakeStep(long step, int[] batch)
    {
        work.Run(step, batch);
        Optimise();
    }

    /// <summary>The optimiser's part of a step.</summary>
    internal void Optimise() => replicas.Optimiser.Step(options.LearningRate);

    private void TakeStep(TrainingPace pace)
    {
        var batch = BatchOf(Steps);
        var rate = Schedule.At(Steps);
        var loss = work.Run(Steps, batch);
        var norm = double.IsFinite(loss) ? replicas.Optimiser.Step(rate) : double.NaN;
        history.Losses.Add(new LossPoint(history.Losses.Count + 1, loss, rate));
        if (history.HasDiverged || !double.IsFinite(norm))
        {
            throw new ActionableException(
                $"loss {loss:G4}, gradient norm {norm:G4}: the run has diverged", $"step {history.Losses.Count}, training rows {string.Join(", ", batch)}",
                "a falling loss", "lower the learning rate");
        }

        pace.Count(batch.SelectMany(row => rows[row]), batch.Count, norm);
    }

    /// <summary>The last step of an epoch may be smaller.</summary>
    private ArraySegment<int> BatchOf(long step)
    {
        var (epoch, index) = Math.DivRem(step, StepsPerEpoch);
        var first = (int)index * options.BatchSize;
        return new ArraySegment<int>(order.Of(epoch), first, Math.Min(options.BatchSize, rows.Count - first));
    }

    private bool IsEvaluated(long step) => step % options.EvaluateEvery == 0 || step % StepsPerEpoch == 0;

    private void Evaluate(Func<double> development, TrainingFiles files)
    {
        SetThreads(options.Replicas);
        var best = history.Best?.Score ?? double.NegativeInfinity;
        history.Development.Add(new DevelopmentPoint(Steps, development()));
        if (history.Development[^1].Score > best) files.SaveBest(replicas.Optimiser);
    }

    // With one copy torch may use the threads it has; with several the number is part of the run's identity.
    private void SetThreads(int count)
    {
        if (options.Replicas > 1) set_num_threads(count);
    }
}
