using System.CommandLine;
using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Cli;

/// <summary>The options of the verbs about cells, and what they select.</summary>
internal sealed class CellOptions
{
    private readonly SharedOptions _options = new();
    private readonly Option<double?> _budget = new("--budget")
    {
        HelpName = "MINUTES",
        Description = "a run stops after so long, keeps what is finished, and ends with exit code 3",
    };

    private readonly Option<bool> _train = new("--train")
    {
        Description = "train everything that is trained here, not only what the brief's table needs: half a day on a CPU",
    };

    private readonly Option<bool> _noTrain = new("--no-train")
    {
        Description = "train nothing; what is named, and the sample, is trained anyway",
    };

    private readonly Option<bool> _full = new("--full")
    {
        Description = "also the searches that take hours: all 49,995,000 pairs of section 1, really scored (goes on where it was stopped)",
    };

    public Option[] All =>
    [
        .. Filters, _train, _noTrain, _full, _budget, _options.Seeds, _options.Device, _options.Precision, _options.Pooling, _options.Layer,
        _options.Threads, _options.Offline, _options.Results, _options.Json,
    ];

    /// <summary>Of one step that is named otherwise: where and how.</summary>
    public Option[] Places => [_options.Scale, _options.Device, _options.Precision, _options.Threads, _options.Results];

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

    /// <summary>Cells of tables; without any table where only studies are asked for.</summary>
    public Selection Selection(ParseResult parsed) => new()
    {
        Tables = [.. TablesOf(parsed)],
        NoTable = Given(parsed, _options.Table) is { Length: > 0 } && !TablesOf(parsed).Any(),
        Systems = [.. Given(parsed, _options.System).Select(Names.System)],
        Datasets = [.. Given(parsed, _options.Dataset).Select(name => SharedOptions.OneOf("--dataset", name, Names.Datasets))],
        Seeds = SharedOptions.ParseSeeds(parsed.GetValue(_options.Seeds)),
        Train = Extent(parsed),
        Pooling = Names.Pooling(parsed.GetValue(_options.Pooling)),
        Layer = parsed.GetValue(_options.Layer) is { } layer ? LayerSelection.Parse(layer) : null,
    };

    /// <summary>The steps of the studies that are named; all of them where nothing narrows the run.</summary>
    public IReadOnlyList<PlannedStep> Steps(ParseResult parsed, StudySession session)
    {
        var (named, selection) = (Given(parsed, _options.Table), Selection(parsed));
        var everything = named.Length == 0 && selection.Systems.Count == 0 && selection.Datasets.Count == 0;
        Study[] studies = everything ? [.. AllStudies.InOrder] : [.. AllStudies.InOrder.Where(study => named.Contains(study.Id, StringComparer.Ordinal))];
        return session.Plan(studies, selection.Systems, parsed.GetValue(_full), system => selection.Opens(system, session.Setting.Scale));
    }

    private TrainingExtent Extent(ParseResult parsed) => (parsed.GetValue(_train), parsed.GetValue(_noTrain)) switch
    {
        (true, true) => throw new UsageException("--train and --no-train", "one of them"),
        (true, _) => TrainingExtent.Everything,
        (_, true) => TrainingExtent.Nothing,
        _ => TrainingExtent.Brief,
    };

    private IEnumerable<Experiment> TablesOf(ParseResult parsed) =>
        Given(parsed, _options.Table).Where(name => AllStudies.InOrder.All(study => study.Id != name))
            .Select(name => Tables.All.FirstOrDefault(table => table.Id == name)
                ?? throw SharedOptions.Unknown("--table", name, [.. Tables.All.Select(table => table.Id), .. AllStudies.InOrder.Select(study => study.Id)]));

    /// <summary>The session and, for the first line of output, why it has the scale it has.</summary>
    public (Session Session, StudySession Studies, string WhyThisScale) Open(ParseResult parsed, Sources sources, string command)
    {
        var (device, name) = Devices.Choose(parsed.GetValue(_options.Device));
        var (scale, why) = SharedOptions.ParseScale(parsed.GetValue(_options.Scale)) is { } asked
            ? (asked, "as asked for")
            : ScaleChoice.Largest(sources, device);
        var threads = SharedOptions.ParseThreads(parsed.GetValue(_options.Threads));
        var precision = SharedOptions.ParsePrecision(parsed.GetValue(_options.Precision), device);
        var setting = new Setting(scale, device, name, precision, threads, Machine.Read());
        var results = Results(parsed);
        var process = new ThisProcess(setting, command);
        var trained = new TrainedModels(Place.TrainedFolder, setting, sources, new RecordStore<TrainingRecord>(results.Root));
        var opening = new Opening(setting, trained, process.Describe);
        return (
            new Session(setting, results, sources, opening, new VectorCache(Place.VectorsFolder), process.Describe),
            new StudySession(
                setting, new RecordStore<StudyRecord>(results.Root), sources, opening, process.Describe, Place.SearchesFolder,
                new StepProcess(setting, results.Root).Measure), why);
    }

    /// <summary>Opens systems outside of a session, as the gate does for its probe sentences.</summary>
    public static Opening Opening(Setting setting, Sources sources)
    {
        var trained = new TrainedModels(Place.TrainedFolder, setting, sources, new RecordStore<TrainingRecord>(Path.Combine(Place.TrainedFolder, "records")));
        return new Opening(setting, trained, new ThisProcess(setting, "sbert-repro").Describe);
    }

    private static string[] Given(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries))];
}
