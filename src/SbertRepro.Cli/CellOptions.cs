using System.CommandLine;
using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Cli;

/// <summary>The options of the verbs about cells, and what they select.</summary>
internal sealed class CellOptions
{
    private readonly SharedOptions _options = new();
    private readonly Option<double?> _budget = new("--budget") { HelpName = "MINUTES", Description = "a run stops after so long, keeps what is finished, and ends with exit code 3" };

    private readonly Option<bool> _train = new("--train") { Description = "also the systems that are trained here: hours on a CPU; at sample scale, and when named, they are trained anyway" };

    public Option[] All =>
    [
        .. Filters, _train, _budget, _options.Seeds, _options.Device, _options.Precision, _options.Pooling, _options.Layer,
        _options.Threads, _options.Offline, _options.Results, _options.Json,
    ];

    private Option[] Filters => [_options.Table, _options.System, _options.Dataset, _options.Scale];

    /// <summary>How long a run may take; null without limit.</summary>
    public TimeSpan? Budget(ParseResult parsed) => parsed.GetValue(_budget) switch
    {
        null => null,
        > 0 and < 100_000 and var minutes => TimeSpan.FromMinutes(minutes),
        var minutes => throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--budget {minutes}"), "minutes, more than 0"),
    };

    /// <summary>As typed; null where the user left the choice to the verb.</summary>
    public string? Threads(ParseResult parsed) => parsed.GetValue(_options.Threads);

    public bool Json(ParseResult parsed) => parsed.GetValue(_options.Json);

    public ResultStore Results(ParseResult parsed) => new(parsed.GetValue(_options.Results) ?? "results");

    public Selection Selection(ParseResult parsed) => new()
    {
        Tables = [.. Given(parsed, _options.Table).Select(name => Named(Tables.All, table => table.Id, "--table", name))],
        Systems = [.. Given(parsed, _options.System).Select(Names.System)],
        Datasets = [.. Given(parsed, _options.Dataset).Select(name => SharedOptions.OneOf("--dataset", name, Names.Datasets))],
        Seeds = SharedOptions.ParseSeeds(parsed.GetValue(_options.Seeds)),
        Train = parsed.GetValue(_train),
        Pooling = Names.Pooling(parsed.GetValue(_options.Pooling)),
        Layer = parsed.GetValue(_options.Layer) is { } layer ? LayerSelection.Parse(layer) : null,
    };

    /// <summary>The session and, for the first line of output, why it has the scale it has.</summary>
    public (Session Session, string WhyThisScale) Open(ParseResult parsed, Sources sources, string command)
    {
        var (device, name) = Devices.Choose(parsed.GetValue(_options.Device));
        var (scale, why) = SharedOptions.ParseScale(parsed.GetValue(_options.Scale)) is { } asked
            ? (asked, "as asked for")
            : ScaleChoice.Largest(sources, device);
        var threads = SharedOptions.ParseThreads(parsed.GetValue(_options.Threads));
        var precision = SharedOptions.OneOf("--precision", parsed.GetValue(_options.Precision) ?? "fp32", "fp32", "bf16");
        var setting = new Setting(scale, device, name, precision, threads, Machine.Read());
        var results = Results(parsed);
        var process = new ThisProcess(setting, command);
        var trained = new TrainedModels(Place.TrainedFolder, setting, sources, new RecordStore<TrainingRecord>(results.Root));
        return (new Session(setting, results, sources, new Opening(setting, trained, process.Describe), new VectorCache(Place.VectorsFolder), process.Describe), why);
    }

    /// <summary>Opens systems outside of a session, as the gate does for its probe sentences.</summary>
    public static Opening Opening(Setting setting, Sources sources)
    {
        var trained = new TrainedModels(Place.TrainedFolder, setting, sources, new RecordStore<TrainingRecord>(Path.Combine(Place.TrainedFolder, "records")));
        return new Opening(setting, trained, new ThisProcess(setting, "sbert-repro").Describe);
    }

    private static string[] Given(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries))];

    private static T Named<T>(IReadOnlyList<T> known, Func<T, string> name, string option, string text) =>
        known.FirstOrDefault(each => name(each) == text) ?? throw SharedOptions.Unknown(option, text, known.Select(name));
}
