using System.Diagnostics;
using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Tasks;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// Pre-trains a BERT on masked words, and on pairs also on which line follows which (Devlin et al. 2019, section 3.1), and keeps a checkpoint from which it goes on after a break.
/// Deterministic on the CPU: the same text and options give the same bits, whatever the machine's load. Sets libtorch to one thread per replica.
/// </summary>
public sealed class PreTraining : IDisposable
{
    private const int ReportEvery = 50;

    private readonly PreTrainingOptions options;
    private readonly BertTokenization tokenization;
    private readonly IPreTrainingData training;
    private readonly IPreTrainingData development;
    private readonly StsDataset? similarity;
    private readonly Replicas<MaskedLanguageModel> replicas;

    /// <param name="options">What to train, and how.</param>
    /// <param name="tokenization">The text's; its vocabulary has the size that the options say.</param>
    /// <param name="trainingText">What is learned.</param>
    /// <param name="developmentText">What the loss is measured on.</param>
    /// <param name="similarity">A development set for the raw similarity of mean-pooled states, or null.</param>
    public PreTraining(PreTrainingOptions options, BertTokenization tokenization, PackedText trainingText, PackedText developmentText, StsDataset? similarity = null)
        : this(options, tokenization, new PackedData(trainingText, tokenization, options), new PackedData(developmentText, tokenization, options), similarity)
    {
    }

    /// <param name="options">What to train, and how; for pairs.</param>
    /// <param name="tokenization">The text's; its vocabulary has the size that the options say.</param>
    /// <param name="trainingText">What is learned.</param>
    /// <param name="developmentText">What losses are measured on.</param>
    /// <param name="similarity">A development set for the raw similarity of mean-pooled states, or null.</param>
    public PreTraining(PreTrainingOptions options, BertTokenization tokenization, PairedText trainingText, PairedText developmentText, StsDataset? similarity = null)
        : this(options, tokenization, new PairedData(trainingText, tokenization, options), new PairedData(developmentText, tokenization, options), similarity)
    {
    }

    private PreTraining(PreTrainingOptions options, BertTokenization tokenization, IPreTrainingData training, IPreTrainingData development, StsDataset? similarity)
    {
        if (tokenization.Vocabulary.Count != options.Model.VocabularySize)
            throw new UsageException($"a vocabulary of {tokenization.Vocabulary.Count} for a model of {options.Model.VocabularySize}", "the same size");
        if (options.BlocksPerStep % options.Replicas != 0) throw new UsageException($"{options.BlocksPerStep} blocks over {options.Replicas} replicas", "a multiple");
        (this.options, this.tokenization, this.similarity, this.training, this.development) = (options, tokenization, similarity, training, development);
        LibTorch.Load();
        set_num_threads(1);
        manual_seed((long)options.Seed);
        replicas = new Replicas<MaskedLanguageModel>(() => new MaskedLanguageModel(options.Model, options.OfPairs), options.Replicas, ScalarType, device: null, options.Optimiser);
    }

    /// <summary>Of the text.</summary>
    public BertTokenization Tokenization => tokenization;

    /// <summary>Steps taken.</summary>
    public long Steps => Optimiser.Steps;

    private AdamW Optimiser => replicas.Optimiser;

    private ScalarType ScalarType => options.Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>Takes weights from a pre-trained folder, by name; what it lacks keeps its random start. Before <see cref="Run"/>.</summary>
    public void StartFrom(string folder)
    {
        using var known = Safetensors.Open(Path.Combine(folder, BertCheckpoint.WeightsFile));
        Optimiser.SetWeights([.. Weights().SelectMany(weight => known.Contains(weight.Slot.Name) ? known.ReadFloats(weight.Slot.Name) : weight.Values)]);
    }

    /// <summary>Trains until the schedule ends, or until <paramref name="cancellation"/>, from the checkpoint if there is one.</summary>
    /// <param name="checkpointPath">Read at the start, written now and then and at the end.</param>
    /// <param name="progress">Called about twice a minute.</param>
    /// <param name="evaluated">Called at every tenth of the run and at its end.</param>
    /// <param name="cancellation">Stops after the step at hand, with a checkpoint.</param>
    /// <exception cref="ActionableException">The loss is not a number or has diverged; the message names the step and its batch.</exception>
    public void Run(string checkpointPath, Action<PreTrainingProgress>? progress = null, Action<PreTrainingEvaluation>? evaluated = null, CancellationToken cancellation = default)
    {
        if (File.Exists(checkpointPath)) TrainingCheckpoint.Load(checkpointPath, Optimiser, options.Identity);
        var (clock, loss, tokens, reportedAt) = (Stopwatch.StartNew(), 0.0, 0L, Steps);
        while (Steps < options.Schedule.Steps && !cancellation.IsCancellationRequested)
        {
            var rate = options.Schedule.At(Steps);
            var (stepLoss, norm, stepTokens) = Step(rate);
            loss += stepLoss;
            tokens += stepTokens;
            if (Steps % ReportEvery == 0)
            {
                var steps = Steps - reportedAt;
                progress?.Invoke(new PreTrainingProgress(
                    Steps, options.Schedule.Steps, loss / steps, rate, norm, tokens / clock.Elapsed.TotalSeconds, (options.Schedule.Steps - Steps) * clock.Elapsed / steps));
                (loss, tokens, reportedAt) = (0, 0, Steps);
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
        var (loss, predictions, right, pairs) = (0.0, 0, 0L, 0);
        foreach (var batch in development.FixedBatches())
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var (words, strangers, labels) = Predict(replicas[0], batch);
            loss += CrossEntropy(words, labels).item<float>();
            predictions += batch.Labels.Length;
            if (strangers is null) continue;
            right += strangers.argmax(1).eq(tensor(batch.Strangers!)).sum().item<long>();
            pairs += batch.Strangers!.Length;
        }

        return new PreTrainingEvaluation(Steps, loss / predictions, similarity is null ? null : Similarity(similarity)) { NextSentence = pairs == 0 ? null : (double)right / pairs };
    }

    /// <summary>The float32 values of all parameters, under the keys of a Hugging Face BertForMaskedLM.</summary>
    public IEnumerable<(ParameterSlot Slot, float[] Values)> Weights() => replicas.Cut(Optimiser.Weights);

    public void Dispose() => replicas.Dispose();

    private (double Loss, double GradientNorm, long Tokens) Step(double learningRate)
    {
        var batches = training.Batches(Steps);
        var predictions = batches.SelectMany(share => share).Sum(batch => batch.Labels.Length);
        var losses = new double[replicas.Count];
        replicas.Run(replica => losses[replica] = batches[replica].Sum(batch => Backward(replicas[replica], batch, predictions)));
        var loss = losses.Sum();
        if (!(loss < 2 * Math.Log(options.Model.VocabularySize)))                               // ln V is the loss of guessing; also catches NaN
            throw new ActionableException($"loss {loss:G4}", $"step {Steps}", "a falling loss", "lower the peak learning rate");
        return (loss, Optimiser.Step(learningRate), batches.SelectMany(share => share).Sum(batch => batch.Tokens));
    }

    /// <summary>Adds the gradient of this batch's part of the mean cross-entropies (nats) over all words, and all pairs, of the step.</summary>
    /// <returns>Its part of the loss in words.</returns>
    private double Backward(MaskedLanguageModel model, MaskedBatch batch, int predictions)
    {
        using var scope = NewDisposeScope();
        var (words, strangers, labels) = Predict(model, batch);
        var loss = CrossEntropy(words, labels) / predictions;
        if (strangers is null) loss.backward();
        else (loss + (CrossEntropy(strangers, tensor(batch.Strangers!)) / options.PairsPerStep)).backward();
        return loss.item<float>();
    }

    private static (Tensor Words, Tensor? Strangers, Tensor Labels) Predict(MaskedLanguageModel model, MaskedBatch batch)
    {
        var (input, positions, labels) = batch.ToTensors();
        var (words, strangers) = model.forward(input, positions);                               // (M, V), (B, 2)
        return (words, strangers, labels);
    }

    /// <summary>Sum over the rows, nats.</summary>
    private static Tensor CrossEntropy(Tensor logits, Tensor labels) => nn.functional.cross_entropy(logits.to(ScalarType.Float32), labels, reduction: nn.Reduction.Sum);

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
