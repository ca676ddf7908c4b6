using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Training;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Tasks;
using TorchSharp;

namespace SbertRepro.Experiments.Training;

/// <summary>One stage with everything it needs: a call of <see cref="SiameseTraining"/> or <see cref="CrossEncoderTraining"/>.</summary>
/// <param name="Recipe">Of the system.</param>
/// <param name="Stage">Of the recipe.</param>
/// <param name="Seed">Of everything random.</param>
/// <param name="Setting">Where it runs.</param>
/// <param name="Start">The model folder it starts from.</param>
/// <param name="Data">The files it reads.</param>
internal sealed record TrainingRun(TrainedRecipe Recipe, TrainingStage Stage, int Seed, Setting Setting, string Start, IReadOnlyList<SourceFile> Data)
{
    public const string WorkFolder = "work";

    /// <summary>What decides the weights, besides the start: in a fixed order.</summary>
    public IEnumerable<string> Inputs =>
    [
        TrainedModels.Code, Recipe.Pooling?.ToString() ?? "pooler", Seed.ToString(CultureInfo.InvariantCulture), Setting.Device,
        .. Stage.Settings.Select(setting => $"{setting.Name}={setting.Value}"), .. Stage.Precision is null ? [$"{Precision}"] : NoInput, .. Data.Select(file => file.Sha256),
    ];

    /// <summary>In which it computes: the stage's, or the faster one here.</summary>
    public Precision Precision => Stage.Precision ?? ProductPrecision.Faster(OnGpu ? DeviceType.CUDA : DeviceType.CPU);

    private static readonly string[] NoInput = [];

    private bool OnGpu => Setting.Device == "cuda";

    // The name is TrainingFiles': shared as a constant it would change the hash of the training code, and all that was trained would be stale.
    /// <summary>Whether <see cref="Into"/> would go on from a checkpoint.</summary>
    public static bool HasBegun(string output) => File.Exists(Path.Combine(output, WorkFolder, "checkpoint.safetensors"));

    public FineTuningResult Into(string output, IProgress<FineTuningProgress> progress, CancellationToken cancellation)
    {
        var examples = Stage.Data.Read(PathOf, (ulong)Seed);
        var work = Path.Combine(output, WorkFolder);
        var development = Stage.DevelopmentSet is { } set ? StsDatasets.Find(set).Read(PathOf) : null;
        return Recipe.Pooling is null
            ? CrossEncoderTraining.Run(Start, output, examples, Stage.Objective, Options, development is null ? null : model => SentenceSimilarity.Spearman(model, development), work, progress, cancellation)
            : SiameseTraining.Run(Start, output, examples, Stage.Objective, Options, development is null ? null : model => SentenceSimilarity.Spearman(model, development), work, progress, cancellation);
    }

    private FineTuningOptions Options => new()
    {
        Epochs = Stage.Epochs,
        BatchSize = Stage.BatchSize,
        LearningRate = Stage.LearningRate,
        Precision = Precision,
        Dropout = Stage.Dropout,
        Optimiser = new AdamWOptions { BiasCorrection = Stage.BiasCorrection },
        Pooling = Recipe.Pooling ?? Pooling.Mean,
        Seed = (ulong)Seed,
        Device = OnGpu ? torch.CUDA : torch.CPU,
        Replicas = OnGpu ? 1 : new FineTuningOptions().Replicas,
        CheckpointEvery = 200, // a kill costs seconds on a CPU
    };

    private string PathOf(string id) => Data.First(file => file.Id == id).Path;
}
