using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Baselines;
using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Onnx;
using SbertRepro.Evaluation;
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
        OnnxRecipe { ReadsPairs: false } => new OpenSystem.Encodes(OnnxSentenceEncoder.Load(system.Folder!, Onnx())),
        OnnxRecipe => new OpenSystem.Scores(OnnxPairScorer.Load(system.Folder!, Onnx())),
        _ => throw new NotSupportedException($"{system.Id} has a recipe that nothing opens: {system.Recipe.GetType().Name}"),
    };

    /// <summary>Whether opening a system means training it first.</summary>
    public bool Trains(SystemSpec system, int seed) => system.Recipe is TrainedRecipe && !trained.Has(system, seed);

    /// <summary>The same with another precision of weights and activations: "fp32" or "bf16".</summary>
    public Opening At(string precision) => new(setting with { Precision = precision }, trained, describe);

    /// <summary>Writes a system as a folder with model.onnx and its tokenizer; what is trained here is trained first.</summary>
    /// <param name="system">A bi-encoder or a cross-encoder.</param>
    /// <param name="files">Its files.</param>
    /// <param name="output">The folder.</param>
    /// <param name="precision">Of the linear layers.</param>
    /// <param name="seed">Of the training.</param>
    /// <param name="progress">Of the training.</param>
    /// <param name="cancellation">Of the training.</param>
    /// <exception cref="UsageException">It is no BERT that ONNX could hold.</exception>
    public void Export(
        SystemSpec system, IReadOnlyList<SourceFile> files, string output, OnnxPrecision precision, int seed = 1, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        Compute();
        switch (system.Recipe)
        {
            case SentenceBertRecipe recipe:
                OnnxExport.SentenceEncoder(Checked(system, files), output, precision, recipe.Configure);
                break;
            case CrossEncoderRecipe:
                OnnxExport.CrossEncoder(Checked(system, files), output, precision);
                break;
            case TrainedRecipe { Pooling: null }:
                OnnxExport.CrossEncoder(Train(system, files, seed, progress, cancellation), output, precision);
                break;
            case TrainedRecipe:
                OnnxExport.SentenceEncoder(Train(system, files, seed, progress, cancellation), output, precision);
                break;
            case UntrainedBertRecipe { ReadsPairs: false } recipe:
                ExportUntrained(recipe, files, output, precision);
                break;
            default:
                throw new UsageException($"{system.Id} cannot be exported: {WhyNot(system.Recipe)}", "a BERT bi-encoder or cross-encoder", "sbert-repro list systems");
        }
    }

    /// <summary>Sizes of the BERT inside a system; null for systems that are no BERT.</summary>
    public static BertConfig? ShapeOf(SystemSpec system, IReadOnlyList<SourceFile> files) => system.Recipe switch
    {
        UntrainedBertRecipe recipe => recipe.Shape,
        SentenceBertRecipe or CrossEncoderRecipe => BertConfig.Load(Path.Combine(FolderOf(system, files), "config.json")),
        TrainedRecipe => BertConfig.Load(Path.Combine(ModelFolder.Of(system.Id, files), "config.json")),
        _ => null,
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

    private static void ExportUntrained(UntrainedBertRecipe recipe, IReadOnlyList<SourceFile> files, string output, OnnxPrecision precision)
    {
        using var bert = BertCheckpoint.Random(recipe.Shape);
        OnnxExport.SentenceEncoder(bert, new SentenceBertOptions(), output, precision);
        File.Copy(VocabularyFile(files).Path, Path.Combine(output, "vocab.txt"), overwrite: true);
        File.WriteAllText(Path.Combine(output, "config.json"), ConfigText(recipe.Shape));
    }

    private static string ConfigText(BertConfig shape) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"model_type": "bert", "architectures": ["BertModel"], "hidden_act": "gelu", "vocab_size": {{shape.VocabularySize}}, "hidden_size": {{shape.HiddenSize}},
         "num_hidden_layers": {{shape.Layers}}, "num_attention_heads": {{shape.Heads}}, "intermediate_size": {{shape.IntermediateSize}},
         "max_position_embeddings": {{shape.MaxPositions}}, "type_vocab_size": {{shape.SegmentTypes}}}
        """);

    private static string WhyNot(Recipe recipe) => recipe switch
    {
        UntrainedBertRecipe => "its weights are random and differ at every opening",
        OnnxRecipe => "it is a model in the ONNX format already",
        _ => "it has no transformer; its vectors are sums that need no ONNX",
    };

    private static SourceFile VocabularyFile(IReadOnlyList<SourceFile> files) => files.First(file => file.Id.EndsWith("vocab.txt", StringComparison.Ordinal));

    private static BertTokenization VocabularyOf(IReadOnlyList<SourceFile> files) => BertTokenization.FromVocabulary(VocabularyFile(files).Path);

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

    private OnnxOptions Onnx() => setting.Precision == "fp32"
        ? new OnnxOptions { Threads = setting.Threads, Cuda = setting.Device == "cuda" }
        : throw new UsageException($"--precision {setting.Precision}", "nothing: a model in the ONNX format computes in the numbers it was exported with", "sbert-repro export-onnx SYSTEM -o FOLDER --int8");

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
