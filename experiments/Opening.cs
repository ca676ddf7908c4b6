using SbertRepro.Encoders;
using SbertRepro.Encoders.Baselines;
using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments.Training;
using TorchSharp;

namespace SbertRepro.Experiments;

/// <summary>Provenance of a piece of work of this process: when it began, how many seconds it took, what it read, and on which device.</summary>
public delegate Provenance Describe(DateTimeOffset started, double seconds, IEnumerable<SourceFile> read, string device);

/// <summary>From a system's recipe and its files to the system itself; a recipe that trains is trained first.</summary>
/// <param name="setting">Where and how it computes.</param>
/// <param name="trained">Models that this program trains.</param>
/// <param name="describe">Whose process this is.</param>
public sealed class Opening(Setting setting, TrainedModels trained, Describe describe)
{
    private static readonly Lazy<IReadOnlyList<KnownOutput>> KnownOutputs = new(() => Catalog.LoadDefault().KnownOutputs);

    /// <param name="system">What to open.</param>
    /// <param name="files">Its files.</param>
    /// <param name="seed">Of the training, for a system that is trained here.</param>
    /// <param name="progress">Of the training.</param>
    /// <param name="cancellation">Of the training.</param>
    public OpenSystem Open(SystemSpec system, IReadOnlyList<SourceFile> files, int seed, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) => system.Recipe switch
    {
        BagOfWordsRecipe => new OpenSystem.Encodes(new BagOfWords()),
        AverageGloveRecipe glove => new OpenSystem.Encodes(new AverageGlove(files[0].Path, glove.Options)),
        StaticTokenTableRecipe => new OpenSystem.Encodes(StaticTokenTable.Load(FolderOf(system, files))),
        SentenceBertRecipe bert => new OpenSystem.Encodes(SentenceBert.Load(Checked(system, files), Compute(), bert.Configure)),
        CrossEncoderRecipe => new OpenSystem.Scores(CrossEncoder.Load(Checked(system, files), Compute())),
        UntrainedBertRecipe recipe => Untrained(recipe, files),
        TrainedRecipe recipe => Open(recipe, Train(system, files, seed, progress, cancellation)),
        _ => throw new NotSupportedException($"{system.Id} has a recipe that nothing opens: {system.Recipe.GetType().Name}"),
    };

    /// <summary>How a BERT cuts text into tokens; null for systems that are no BERT.</summary>
    public static BertTokenization? TokenizationOf(SystemSpec system, IReadOnlyList<SourceFile> files) => system.Recipe switch
    {
        UntrainedBertRecipe => VocabularyOf(files),
        SentenceBertRecipe or CrossEncoderRecipe => BertTokenization.FromFolder(FolderOf(system, files)),
        TrainedRecipe => BertTokenization.FromFolder(ModelFolder.Of(system.Id, files)),
        _ => null,
    };

    private OpenSystem Untrained(UntrainedBertRecipe recipe, IReadOnlyList<SourceFile> files)
    {
        var compute = Compute();
        return recipe.ReadsPairs
            ? new OpenSystem.Scores(new CrossEncoder(new Bert(recipe.Shape, withPooler: true), torch.nn.Linear(recipe.Shape.HiddenSize, 1), VocabularyOf(files), compute))
            : new OpenSystem.Encodes(new SentenceBert(BertCheckpoint.Random(recipe.Shape), VocabularyOf(files), compute: compute));
    }

    private static BertTokenization VocabularyOf(IReadOnlyList<SourceFile> files) => BertTokenization.FromVocabulary(files.First(file => file.Id.EndsWith("vocab.txt", StringComparison.Ordinal)).Path);

    private OpenSystem Open(TrainedRecipe recipe, string folder) => recipe.Pooling is null
        ? new OpenSystem.Scores(CrossEncoder.Load(folder, Compute()))
        : new OpenSystem.Encodes(SentenceBert.Load(folder, Compute()));

    /// <summary>The folder of a system's trained model; see <see cref="TrainedModels.Obtain"/>.</summary>
    public string Train(SystemSpec system, IReadOnlyList<SourceFile> files, int seed, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        Compute();
        Checked(system, files);
        return trained.Obtain(system, seed, describe, progress, cancellation);
    }

    // Published weights first give their published output; a user's own folder has none.
    private static string Checked(SystemSpec system, IReadOnlyList<SourceFile> files)
    {
        var folder = FolderOf(system, files);
        if (system.Folder is null)
            foreach (var known in KnownOutputs.Value.Where(known => files.Any(file => file.Id.StartsWith(known.Group + "/", StringComparison.Ordinal)))) PublishedOutput.Verify(folder, known);
        return folder;
    }

    private static string FolderOf(SystemSpec system, IReadOnlyList<SourceFile> files) => system.Folder ?? ModelFolder.Of(system.Id, files);

    private ComputeOptions Compute()
    {
        LibTorch.Load();
        torch.set_num_threads(setting.Threads);
        return new ComputeOptions
        {
            Device = setting.Device == "cuda" ? torch.CUDA : torch.CPU,
            Precision = setting.Precision == "bf16" ? Precision.BFloat16 : Precision.Float32,
        };
    }
}
