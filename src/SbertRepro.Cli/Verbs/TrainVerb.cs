using System.CommandLine;
using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Cli.Verbs;

/// <summary>Trains one system, with settings of the user's where given, and says how it does on development data; touches no test set and no result.</summary>
internal sealed class TrainVerb : Verb
{
    private readonly SharedOptions _options = new();
    private readonly Argument<string> _system = new("system") { Description = "a system that is trained here (sbert-repro list systems)" };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "FOLDER", Description = "gets the model, in the Hugging Face layout; default: only the cache" };
    private readonly Option<double?> _rate = new("--learning-rate") { HelpName = "RATE", Description = "at the top of the warm-up, instead of the system's own" };
    private readonly Option<int?> _epochs = new("--epochs") { HelpName = "N", Description = "of the last stage, instead of its own" };
    private readonly Option<int?> _batch = new("--batch") { HelpName = "ROWS", Description = "per step, instead of the system's own" };
    private readonly Option<int?> _pairs = new("--pairs") { HelpName = "N", Description = "so many NLI pairs, drawn by the seed, instead of all" };
    private readonly Option<double?> _dropout = new("--dropout") { HelpName = "SHARE", Description = "of hidden states and attention weights, instead of the system's own" };
    private readonly Option<bool> _correction = new("--bias-correction") { Description = "Adam's, which the paper goes without; for short runs" };
    private readonly Option<int> _seed = new("--seed") { HelpName = "N", DefaultValueFactory = _ => 1, Description = "of order, dropout and the classifier's start" };

    public TrainVerb()
        : base("train", "Trains one system and prints its development scores: to try settings, or to have the model. Interrupt it whenever you like: it resumes.",
        [
            "sbert-repro train sbert-nli-mini -o my-sbert                    then: sbert-repro encode --system ./my-sbert",
            "sbert-repro train sbert-nli-mini --pairs 20000 --learning-rate 3e-4 --dropout 0 --bias-correction",
            "sbert-repro train cross-encoder-sts-bert-base --device cuda --precision bf16",
        ])
    {
        Arguments.Add(_system);
        AddOptions(_output, _rate, _epochs, _batch, _pairs, _dropout, _correction, _seed, _options.Device, _options.Precision, _options.Threads);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var (device, name) = Devices.Choose(parsed.GetValue(_options.Device));
        var system = Adjusted(parsed, Names.System(parsed.GetValue(_system)!), device);
        var setting = new Setting(system.Scales[0], device, name, Precision: "fp32", SharedOptions.ParseThreads(parsed.GetValue(_options.Threads)), Machine.Read());
        var sources = Place.Sources();
        var found = sources.OfSystem(system);
        if (found.Missing is { } missing) throw new ActionableException(missing.Reason, system.Id, next: missing.Next);
        var records = new RecordStore<TrainingRecord>(Path.Combine(Place.TrainedFolder, "records"));
        var trained = new TrainedModels(Place.TrainedFolder, setting, sources, records);
        var opening = new Opening(setting, trained, new ThisProcess(setting, "sbert-repro train").Describe);
        var seed = parsed.GetValue(_seed);
        var model = Terminal.WithProgress($"{system.Id} seed {seed}", progress => opening.Train(system, found.Files, seed, progress, cancellation));
        Print(RecordFile.Read<TrainingRecord>(Path.Combine(model, TrainedModels.Marker)));
        Console.Out.WriteLine(parsed.GetValue(_output) is { } output ? Copy(model, output) : model);
        return ExitCode.Success;
    }

    private SystemSpec Adjusted(ParseResult parsed, SystemSpec system, string device)
    {
        if (system.Recipe is not TrainedRecipe recipe) throw new UsageException($"{system.Id} is not trained here", "a trained system", "sbert-repro list systems");
        var precision = parsed.GetValue(_options.Precision) is { } text
            ? SharedOptions.ParsePrecision(text, device) == "bf16" ? Precision.BFloat16 : Precision.Float32
            : (Precision?)null;
        var stages = recipe.Stages.Select((stage, index) => stage with
        {
            LearningRate = parsed.GetValue(_rate) is { } rate ? Positive("--learning-rate", rate) : stage.LearningRate,
            Epochs = index == recipe.Stages.Count - 1 && parsed.GetValue(_epochs) is { } epochs ? (int)Positive("--epochs", epochs) : stage.Epochs,
            BatchSize = parsed.GetValue(_batch) is { } batch ? (int)Positive("--batch", batch) : stage.BatchSize,
            Precision = precision ?? stage.Precision,
            Dropout = parsed.GetValue(_dropout) is { } share ? Share("--dropout", share) : stage.Dropout,
            BiasCorrection = stage.BiasCorrection || parsed.GetValue(_correction),
            Data = stage.Data is NliTraining nli && parsed.GetValue(_pairs) is { } pairs
                ? nli with { Pairs = pairs is > 0 && pairs <= nli.Count ? pairs : throw new UsageException($"--pairs {pairs}", $"1 to {nli.Count}") }
                : stage.Data,
        });
        return system with { Recipe = recipe with { Stages = [.. stages] } };
    }

    private static void Print(TrainingRecord record)
    {
        foreach (var point in record.Development)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"step {point.Step,7:N0}  {record.DevelopmentSet} {100 * point.Value:F2}{(point.Step == record.BestStep ? "  kept" : "")}"));
    }

    private static string Copy(string model, string output)
    {
        Directory.CreateDirectory(output);
        foreach (var file in Directory.EnumerateFiles(model, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(output, Path.GetRelativePath(model, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
        return output;
    }

    private static double Share(string option, double value) => value is >= 0 and < 1
        ? value
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} {value}"), "at least 0 and below 1");

    private static double Positive(string option, double value) => value > 0 && double.IsFinite(value)
        ? value
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option} {value}"), "a number above 0");
}
