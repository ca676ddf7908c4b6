using SbertRepro.Encoders;
using SbertRepro.Encoders.Baselines;
using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Tasks;
using TorchSharp;

namespace SbertRepro.Experiments;

/// <summary>A system ready to be asked: a bi-encoder, or a scorer that reads both sentences.</summary>
public abstract record OpenSystem : IDisposable
{
    private OpenSystem()
    {
    }

    public abstract void Dispose();

    /// <summary>Announces all sets that will be measured: a system that streams its vectors from a large file then reads it once.</summary>
    public virtual void Prepare(IEnumerable<TaskData> datasets, CancellationToken cancellation)
    {
    }

    /// <summary>Measures the system on a dataset.</summary>
    public abstract TaskResult Measure(TaskData dataset, IProgress<WorkProgress>? progress, CancellationToken cancellation);

    public sealed record Encodes(ISentenceEncoder Encoder) : OpenSystem
    {
        public override void Prepare(IEnumerable<TaskData> datasets, CancellationToken cancellation) =>
            (Encoder as AverageGlove)?.Prepare(datasets.SelectMany(dataset => dataset.Sentences), cancellation);

        public override TaskResult Measure(TaskData dataset, IProgress<WorkProgress>? progress, CancellationToken cancellation)
        {
            var result = dataset.Measure(Encoder, progress, cancellation);
            return result with { Notes = [.. result.Notes, .. Notes(dataset)] };
        }

        public override void Dispose() => Encoder.Dispose();

        // A number from vectors that know only some of the words must be read with their share.
        private IReadOnlyList<string> Notes(TaskData dataset) => Encoder is AverageGlove glove ? [glove.Coverage([.. dataset.Sentences])] : [];
    }

    public sealed record Scores(IPairScorer Scorer) : OpenSystem
    {
        public override TaskResult Measure(TaskData dataset, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
            dataset.Measure(Scorer, progress, cancellation);

        public override void Dispose() => Scorer.Dispose();
    }
}

/// <summary>From a system's recipe and its files to the system itself.</summary>
public static class Opening
{
    public static OpenSystem Open(SystemSpec system, IReadOnlyList<SourceFile> files, Setting setting) => system.Recipe switch
    {
        BagOfWordsRecipe => new OpenSystem.Encodes(new BagOfWords()),
        AverageGloveRecipe glove => new OpenSystem.Encodes(new AverageGlove(files[0].Path, glove.Options)),
        StaticTokenTableRecipe => new OpenSystem.Encodes(StaticTokenTable.Load(FolderOf(system, files))),
        SentenceBertRecipe bert => new OpenSystem.Encodes(SentenceBert.Load(Checked(system, files), Compute(setting), bert.Configure)),
        CrossEncoderRecipe => new OpenSystem.Scores(CrossEncoder.Load(Checked(system, files), Compute(setting))),
        _ => throw new NotSupportedException($"{system.Id} has a recipe that nothing opens: {system.Recipe.GetType().Name}"),
    };

    // Published weights first give their published output; a user's own folder has none.
    private static string Checked(SystemSpec system, IReadOnlyList<SourceFile> files)
    {
        var folder = FolderOf(system, files);
        if (system.Folder is null)
            foreach (var known in KnownOutputs.Value.Where(known => files.Any(file => file.Id.StartsWith(known.Group + "/", StringComparison.Ordinal)))) PublishedOutput.Verify(folder, known);
        return folder;
    }

    private static readonly Lazy<IReadOnlyList<KnownOutput>> KnownOutputs = new(() => Catalog.LoadDefault().KnownOutputs);

    private static string FolderOf(SystemSpec system, IReadOnlyList<SourceFile> files) => system.Folder ?? ModelFolder.Of(system.Id, files);

    private static ComputeOptions Compute(Setting setting)
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
