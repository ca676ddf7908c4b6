using System.CommandLine;
using SbertRepro.Encoders;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Cli;

/// <summary>The options of the verbs that use one encoder on the user's own text.</summary>
internal sealed class EncoderOptions
{
    private readonly SharedOptions _options = new();
    private readonly Option<string?> _system = new("--system")
    {
        HelpName = "ID|FOLDER",
        Description = "a known system (sbert-repro list) or a local model folder, weights or model.onnx",
        Required = true,
    };

    public Option[] All => [_system, _options.Device, _options.Precision, _options.Pooling, _options.Layer, _options.Threads, _options.Offline];

    public string System(ParseResult parsed) => parsed.GetValue(_system)!;

    /// <summary>The word pieces of the system; null where it has none.</summary>
    public BertTokenization? Tokenization(ParseResult parsed)
    {
        var files = Place.Sources().OfSystem(Names.System(System(parsed))).Files;
        var vocabulary = files.FirstOrDefault(file => Path.GetFileName(file.Path) is "vocab.txt" or "tokenizer.json");
        return vocabulary is null ? null : BertTokenization.FromFolder(Path.GetDirectoryName(vocabulary.Path)!);
    }

    public ISentenceEncoder OpenEncoder(ParseResult parsed, CancellationToken cancellation) => Open(parsed, cancellation) is OpenSystem.Encodes open
        ? open.Encoder
        : throw new UsageException($"{parsed.GetValue(_system)} scores pairs and has no vectors", "a bi-encoder", "sbert-repro score");

    public IPairScorer OpenScorer(ParseResult parsed, CancellationToken cancellation) => Open(parsed, cancellation) switch
    {
        OpenSystem.Encodes open => new CosineScorer(open.Encoder),
        OpenSystem.Scores open => open.Scorer,
        var other => throw new InvalidOperationException(other.GetType().Name),
    };

    // A system that is trained here is trained now, with seed 1, unless a run has done so before.
    private OpenSystem Open(ParseResult parsed, CancellationToken cancellation)
    {
        var named = Names.System(parsed.GetValue(_system)!);
        var layer = parsed.GetValue(_options.Layer) is { } text ? LayerSelection.Parse(text) : (LayerSelection?)null;
        var system = Overridden(named, Names.Pooling(parsed.GetValue(_options.Pooling)), layer);
        var threads = SharedOptions.ParseThreads(parsed.GetValue(_options.Threads));
        var (device, name) = system.Recipe.UsesTorch ? Devices.Choose(parsed.GetValue(_options.Device)) : ("cpu", "cpu");
        var precision = SharedOptions.ParsePrecision(parsed.GetValue(_options.Precision), device);
        var setting = new Setting(system.Scales is [var scale, ..] ? scale : Scale.Sample, device, name, precision, threads, Machine.Read());
        var sources = Place.Sources();
        var found = sources.OfSystem(system);
        if (found.Missing is { } missing) throw new ActionableException(missing.Reason, system.Id, next: missing.Next);
        var trained = new TrainedModels(Place.TrainedFolder, setting, sources, new RecordStore<TrainingRecord>(Path.Combine(Place.TrainedFolder, "records")));
        var opening = new Opening(setting, trained, new ThisProcess(setting, "sbert-repro").Describe);
        return Terminal.WithProgress(system.Id, progress => opening.Open(system, found.Files, seed: 1, progress, cancellation));
    }

    /// <summary>The system with another pooling or layer.</summary>
    /// <exception cref="UsageException">It has neither.</exception>
    public static SystemSpec Overridden(SystemSpec system, Pooling? pooling, LayerSelection? layer)
    {
        if (pooling is null && layer is null) return system;
        return system.Recipe is SentenceBertRecipe recipe
            ? system with { Recipe = recipe with { Pooling = pooling ?? recipe.Pooling, Layer = layer ?? recipe.Layer } }
            : throw new UsageException($"--pooling and --layer do not apply to {system.Id}", "a BERT system");
    }
}
