using System.Text.Json;
using System.Text.Json.Serialization;

namespace SbertRepro.Encoders.Training;

/// <summary>Everything that decides the weights that come out, given the text.</summary>
public sealed record PreTrainingOptions
{
    /// <summary>4 layers of 256: the BERT-mini of Turc et al. 2019, with an own vocabulary. No dropout: the text is seen about once.</summary>
    public BertConfig Model { get; init; } = new()
    {
        VocabularySize = 8192,
        HiddenSize = 256,
        Layers = 4,
        Heads = 4,
        IntermediateSize = 1024,
        MaxPositions = PackedText.BlockLength,
        HiddenDropout = 0,
        AttentionDropout = 0,
    };

    /// <summary>Of activations and gradients; weights and moments are float32 always.</summary>
    public Precision Precision { get; init; } = Precision.BFloat16;

    /// <summary>Copies of the model that each take a share of the batch, one thread each, and meet once per step.</summary>
    public int Replicas { get; init; } = 2;

    /// <summary>Blocks of <see cref="PackedText.BlockLength"/> tokens per step; a multiple of <see cref="Replicas"/>.</summary>
    public int BlocksPerStep { get; init; } = 32;

    /// <summary>Sequence lengths that steps use in turn; each divides <see cref="PackedText.BlockLength"/>. Sentences are short, so positions that they use are seen more often.</summary>
    public IReadOnlyList<int> SequenceLengths { get; init; } = [128, 64];

    /// <summary>
    /// Pairs of lines a step: each sequence is two lines, and the pooler learns whether the second follows the first (Devlin et al. 2019, section 3.1). 0 reads packed
    /// sequences and learns masked words alone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] // runs on packed sequences that are under way are identified by this record's JSON
    public int PairsPerStep { get; init; }

    /// <summary>SHA-256 of the weights a run starts from; null starts from nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Start { get; init; }

    public LearningRateSchedule Schedule { get; init; } = new(Peak: 1e-3, Steps: 10_000, WarmupSteps: 500, DecayShare: 0.5);

    /// <summary>Second-moment decay 0.98 as in RoBERTa: short runs cannot wait for 0.999.</summary>
    public AdamWOptions Optimiser { get; init; } = new() { Beta2 = 0.98 };

    public ulong Seed { get; init; } = 1;

    /// <summary>Development blocks whose loss is measured.</summary>
    public int DevelopmentBlocks { get; init; } = 400;

    /// <summary>Steps between two checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 500;

    /// <summary>Measurements on development data over the whole run.</summary>
    public int Evaluations { get; init; } = 10;

    /// <summary>Whether sequences are pairs.</summary>
    [JsonIgnore]
    public bool OfPairs => PairsPerStep > 0;

    /// <summary>Of a step on packed sequences.</summary>
    public long TokensPerStep => (long)BlocksPerStep * PackedText.BlockLength;

    /// <summary>
    /// On pairs, from a model that knows words already: as many tokens a step, since a pair has some 40, and half the rate. The pooler reads the maximum over all tokens:
    /// in a run this short [CLS] does not learn to collect what tells two lines apart (reports/LOG.md).
    /// </summary>
    /// <param name="startFolder">Of that model.</param>
    public PreTrainingOptions ForPairs(string startFolder) => this with
    {
        Start = BertCheckpoint.Hash(startFolder),
        PairsPerStep = 96,
        Model = Model with { ClassifierPooling = Pooling.Max },
        Schedule = new(Peak: 5e-4, Schedule.Steps, WarmupSteps: 100, DecayShare: 0.5),
    };

    /// <summary>Identifies the run. The number of steps is left out: it may be changed as long as the learning rate is on its plateau.</summary>
    internal string Identity => JsonSerializer.Serialize(this with { Schedule = Schedule with { Steps = 0 }, CheckpointEvery = 0, Evaluations = 0, DevelopmentBlocks = 0 });
}

/// <summary>What a run prints.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Steps">Of the whole run.</param>
/// <param name="Loss">Mean cross-entropy in nats over the masked positions of the steps since the last report.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="GradientNorm">Before clipping, of the last step.</param>
/// <param name="TokensPerSecond">Since the last report.</param>
/// <param name="Remaining">At that speed.</param>
public sealed record PreTrainingProgress(long Step, long Steps, double Loss, double LearningRate, double GradientNorm, double TokensPerSecond, TimeSpan Remaining);

/// <summary>A measurement on development data.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Loss">Mean cross-entropy in nats over the masked positions of held-out text.</param>
/// <param name="Similarity">Spearman x 100 of mean-pooled cosines on the similarity set; null without one.</param>
public sealed record PreTrainingEvaluation(long Step, double Loss, double? Similarity)
{
    /// <summary>Share of pairs whose second line was rightly told to follow or not, 0 ... 1; null where sequences are no pairs.</summary>
    public double? NextSentence { get; init; }
}
