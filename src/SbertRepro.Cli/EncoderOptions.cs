using System.CommandLine;
using SbertRepro.Encoders;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;

namespace SbertRepro.Cli;

/// <summary>The options of the verbs that use one encoder on the user's own text.</summary>
internal sealed class EncoderOptions
{
    private readonly SharedOptions _options = new();
    private readonly Option<string?> _system = new("--system") { HelpName = "ID|FOLDER", Description = "a known system (sbert-repro list) or a local model folder", Required = true };

    public Option[] All => [_system, _options.Device, _options.Precision, _options.Pooling, _options.Layer, _options.Threads, _options.Offline];

    public ISentenceEncoder OpenEncoder(ParseResult parsed)
    {
        var (system, files, setting) = Resolve(parsed);
        return Opening.Open(system, files, setting) is OpenSystem.Encodes open
            ? open.Encoder
            : throw new UsageException($"{system.Id} scores pairs and has no vectors", "a bi-encoder", "sbert-repro score");
    }

    public IPairScorer OpenScorer(ParseResult parsed)
    {
        var (system, files, setting) = Resolve(parsed);
        return Opening.Open(system, files, setting) switch
        {
            OpenSystem.Encodes open => new CosineScorer(open.Encoder),
            OpenSystem.Scores open => open.Scorer,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private (SystemSpec System, IReadOnlyList<SourceFile> Files, Setting Setting) Resolve(ParseResult parsed)
    {
        var named = Names.System(parsed.GetValue(_system)!);
        var layer = parsed.GetValue(_options.Layer) is { } text ? LayerSelection.Parse(text) : (LayerSelection?)null;
        var system = Overridden(named, Names.Pooling(parsed.GetValue(_options.Pooling)), layer);
        var threads = SharedOptions.ParseThreads(parsed.GetValue(_options.Threads));
        var precision = SharedOptions.OneOf("--precision", parsed.GetValue(_options.Precision) ?? "fp32", "fp32", "bf16");
        var (device, name) = system.Recipe.UsesTorch ? Devices.Choose(parsed.GetValue(_options.Device)) : ("cpu", "cpu");
        var found = Place.Sources().OfSystem(system);
        if (found.Missing is { } missing) throw new ActionableException(missing.Reason, system.Id, next: missing.Next);
        return (system, found.Files, new Setting(Scale.Small, device, name, precision, threads, Machine.Read()));
    }

    private static SystemSpec Overridden(SystemSpec system, Pooling? pooling, LayerSelection? layer)
    {
        if (pooling is null && layer is null) return system;
        return system.Recipe is SentenceBertRecipe recipe
            ? system with { Recipe = recipe with { Pooling = pooling ?? recipe.Pooling, Layer = layer ?? recipe.Layer } }
            : throw new UsageException($"--pooling and --layer do not apply to {system.Id}", "a BERT system");
    }
}
