using System.Diagnostics;
using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Tasks;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// Pre-trains a BERT on masked words (Devlin et al. 2019, without the next-sentence task) and keeps a checkpoint from which it goes on after a break.
/// Deterministic on the CPU: the same text and options give the same bits, whatever the machine's load. Sets libtorch to one thread per replica.
/// </summary>
public sealed class PreTraining : IDisposable
{
    private const int ReportEvery = 50;

    private readonly PreTrainingOptions options;
    private readonly BertTokenization tokenization;
    private readonly PreTrainingData training;
    private readonly PreTrainingData development;
    private readonly StsDataset? similarity;
    private readonly Replicas<MaskedLanguageModel> replicas;

    /// <param name="options">What to train, and how.</param>
    /// <param name="tokenization">The text's; its vocabulary has the size that the options say.</param>
    /// <param name="trainingText">What is learned.</param>
    /// <param name="developmentText">What the loss is measured on.</param>
    /// <param name="similarity">A development set for the raw similarity of mean-pooled states, or null.</param>
    public PreTraining(PreTrainingOptions options, BertTokenization tokenization, PackedText trainingText, PackedText developmentText, StsDataset? similarity = null)
    {
        if (tokenization.Vocabulary.Count != options.Model.VocabularySize)
            throw new UsageException($"a vocabulary of {tokenization.Vocabulary.Count} for a model of {options.Model.VocabularySize}", "the same size");
        if (options.BlocksPerStep % options.Replicas != 0) throw new UsageException($"{options.BlocksPerStep} blocks over {options.Replicas} replicas", "a multiple");
        (this.options, this.tokenization, this.similarity) = (options, tokenization, similarity);
        training = new PreTrainingData(trainingText, tokenization, options);
        development = new PreTrainingData(developmentText, tokenization, options);
        LibTorch.Load();
        set_num_threads(1);
        manual_seed((long)options.Seed);
        replicas = new Replicas<MaskedLanguageModel>(() => new MaskedLanguageModel(options.Model), options.Replicas, ScalarType, device: null, options.Optimiser);
    }

    /// <summary>Steps taken.</summary>
    public long Steps => Optimiser.Steps;

    private AdamW Optimiser => replicas.Optimiser;

    private ScalarType ScalarType => options.Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>Trains until the schedule ends, or until <paramref name="cancellation"/>, from the checkpoint if there is one.</summary>
    /// <param name="checkpointPath">Read at the start, written now and then and at the end.</param>
    /// <param name="progress">Called about twice a minute.</param>
    /// <param name="evaluated">Called at every tenth of the run and at its end.</param>
    /// <param name="cancellation">Stops after the step at hand, with a checkpoint.</param>
    /// <exception cref="ActionableException">The loss is not a number or has diverged; the message names the step and its batch.</exception>
    public void Run(string checkpointPath, Action<PreTrainingProgress>? progress = null, Action<PreTrainingEvaluation>? evaluated = null, CancellationToken cancellation = default)
    {
        if (File.Exists(checkpointPath)) TrainingCheckpoint.Load(checkpointPath, Optimiser, options.Identity);
        var (clock, loss, reportedAt) = (Stopwatch.StartNew(), 0.0, Steps);
        while (Steps < options.Schedule.Steps && !cancellation.IsCancellationRequested)
        {
            var rate = options.Schedule.At(Steps);
            var (stepLoss, norm) = Step(rate);
            loss += stepLoss;
            if (Steps % ReportEvery == 0)
            {
                progress?.Invoke(Report(loss / (Steps - reportedAt), rate, norm, (Steps - reportedAt) * options.TokensPerStep / clock.Elapsed.TotalSeconds));
                (loss, reportedAt) = (0, Steps);
                clock.Restart();
            }

            if (Steps % options.CheckpointEvery == 0) TrainingCheckpoint.Save(checkpointPath, Optimiser, options.Identity);
            if (Steps % Math.Max(1, options.Schedule.Steps / options.Evaluations) == 0) evaluated?.Invoke(Evaluate());
        }

        TrainingCheckpoint.Save(checkpointPath, Optimiser, options.Identity);
    }

    /// <summary>Loss on the development text, and raw similarity where a set was given.</summary>
    public PreTrainingEvaluation Evaluate()
    {
        var (loss, predictions) = (0.0, 0);
        foreach (var batch in development.FixedBatches(options.DevelopmentBlocks, blocksPerBatch: 16))
        {
            loss += TotalLoss(replicas[0], batch);
            predictions += batch.Labels.Length;
        }

        return new PreTrainingEvaluation(Steps, loss / predictions, similarity is null ? null : Similarity(similarity));
    }

    /// <summary>The float32 values of all parameters, under the keys of a Hugging Face BertForMaskedLM.</summary>
    public IEnumerable<(ParameterSlot Slot, float[] Values)> Weights() => replicas.Cut(Optimiser.Weights);

    public void Dispose() => replicas.Dispose();

    private (double Loss, double GradientNorm) Step(double learningRate)
    {
        var batches = training.Batches(Steps);
        var predictions = batches.Sum(batch => batch.Labels.Length);
        var losses = new double[replicas.Count];
        replicas.Run(replica => losses[replica] = Backward(replicas[replica], batches[replica], predictions));
        var loss = losses.Sum();
        if (!(loss < 2 * Math.Log(options.Model.VocabularySize)))                               // ln V is the loss of guessing; also catches NaN
            throw new ActionableException($"loss {loss:G4}", $"step {Steps}, blocks {Steps * options.BlocksPerStep} and on", "a falling loss", "lower the peak learning rate");
        return (loss, Optimiser.Step(learningRate));
    }

    /// <summary>Adds the gradient of this share's part of the mean cross-entropy (nats) over all predictions of the step.</summary>
    private static double Backward(MaskedLanguageModel model, MaskedBatch batch, int predictions)
    {
        using var scope = NewDisposeScope();
        var loss = Loss(model, batch) / predictions;
        loss.backward();
        return loss.item<float>();
    }

    private static double TotalLoss(MaskedLanguageModel model, MaskedBatch batch)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Loss(model, batch).item<float>();
    }

    /// <summary>Sum of the cross-entropies of the batch's predictions, nats.</summary>
    private static Tensor Loss(MaskedLanguageModel model, MaskedBatch batch)
    {
        var (input, positions, labels) = batch.ToTensors();
        var logits = model.forward(input, positions).to(ScalarType.Float32);                    // (M, V)
        return nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum);
    }

    private PreTrainingProgress Report(double loss, double rate, double norm, double tokensPerSecond) =>
        new(Steps, options.Schedule.Steps, loss, rate, norm, tokensPerSecond, TimeSpan.FromSeconds((options.Schedule.Steps - Steps) * options.TokensPerStep / tokensPerSecond));

    private double Similarity(StsDataset dataset)
    {
        using var encoder = new SentenceBert(CopyOfEncoder(), tokenization, compute: new ComputeOptions { Precision = options.Precision });
        return 100 * SentenceSimilarity.Evaluate(encoder, dataset).Scores.First(score => score.Metric == "spearman").Value;
    }

    private Bert CopyOfEncoder()
    {
        using var noGrad = no_grad();
        var copy = new Bert(options.Model);
        var weights = Weights().ToDictionary(weight => weight.Slot.Name, weight => weight.Values);
        foreach (var (name, parameter) in copy.named_parameters())
        {
            using var values = tensor(weights["bert." + name], parameter.shape);
            parameter.copy_(values);
        }

        return copy;
    }
}
