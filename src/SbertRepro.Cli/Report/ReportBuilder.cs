using System.Globalization;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;
using SbertRepro.Reporting;

namespace SbertRepro.Cli.Report;

/// <summary>From stored runs and the printed tables to what the report says. Pure: reads no file and no clock.</summary>
internal sealed class ReportBuilder(
    StoredResults stored, IReadOnlyList<TrainingRecord> training, IReadOnlyList<ClaimRecord> claims, Catalog catalog, string generatedFrom)
{
    private readonly CurrentWeights _weights = CurrentWeights.In(stored);

    private IReadOnlyList<RunRecord> Runs => field ??= _weights.Unmixed(stored.Runs);

    private StudyReport Studies => field ??= new(stored.Steps, _weights);

    public ReportModel Build()
    {
        var tables = Tables.All.Select(Section).ToList();
        var judged = ClaimRows(tables);
        return new ReportModel
        {
            Title = "Sentence-BERT, measured again",
            Question = "Reimers and Gurevych (2019) fine-tune BERT so that the cosine of two sentence vectors tells how close two sentences are in meaning. "
                + "Here every number of the paper stands beside one measured by this project, with a verdict and its reason.",
            Notices = [.. FormerModel.In(stored).Select(Notice)],
            GeneratedFrom = generatedFrom,
            VerdictRule = Rule,
            Scales = [.. Scales.LargestFirst.Where(scale => Runs.Any(run => run.Scale == scale.Name())).Select(scale => new ScaleNote(scale.Name(), Meaning(scale)))],
            Tables = tables,
            PrintedNumbers = PaperData.Tables.Sum(table => table.Cells.Count),
            Command = Command(),
            SearchCost = SearchCost.Of(Studies.Bars()),
            Card = new CardBuilder(Studies, tables, judged).Rows(),
            Claims = judged,
            PairRanks = PairRanksOf(Runs),
            Comparisons = RunComparison.All(stored with { Runs = Runs }),
            Training = TrainingSection.Of(training),
            Studies = Studies.Sections(),
            NumberClaims = Studies.NumberClaims(),
            Speed = [.. stored.Speed.SelectMany(record => record.Rows)],
            SpeedNotes = [.. stored.Speed.SelectMany(SpeedNotes)],
            Lint = PaperLint.Check(PaperData.Tables, PaperData.Card),
            Environments = [.. Runs.GroupBy(run => run.Machine)
                .Select(group => new MachineEnvironment(group.Key, group.SelectMany(run => run.Cells).MaxBy(cell => cell.Provenance.Started)!.Provenance))],
            Artifacts = Artifacts(),
        };
    }

    // As many names as fit into a line; the plan has them all.
    private static string Notice(FormerModel former)
    {
        const int Named = 4;
        var others = former.Results.Count - Named;
        var names = string.Join(", ", former.Results.OrderBy(name => name.Length).Take(Named)) + (others > 0 ? $" and {others} more" : "");
        return $"The weights of {former.Model} have been replaced, and at {former.Scale} scale some numbers are still of the former ones, and say so: {names}. "
            + $"sbert-repro plan --scale {former.Scale} --train lists them, ./run-all.sh --scale {former.Scale} --train measures them again.";
    }

    private IReadOnlyList<ClaimRow> ClaimRows(IReadOnlyList<TableSection> tables)
    {
        var players = tables.SelectMany(table => table.Cells).Where(cell => cell.Measured is not null)
            .ToLookup(cell => (cell.Scale, cell.Machine, cell.System, cell.Dataset), cell => cell.FormerWeights);
        return
        [
            .. from claim in PaperData.Claims
               from record in claims.Where(record => record.Claim == claim.Id).OrderByDescending(record => Scales.Find(record.Scale))
               select new ClaimRow(claim.Text, claim.Section, record)
               {
                   WhyItFails = ShapeClaims.WhyItFails(claim.Id, Scales.Of(record.Scale)),
                   FormerWeights = IsFormer(record, record.Better) || IsFormer(record, record.Worse),
               },
        ];

        bool IsFormer(ClaimRecord record, string system) => players[(record.Scale, record.Machine, system, record.Dataset)].DefaultIfEmpty(false).All(former => former);
    }

    private string Command()
    {
        var largest = Scales.LargestFirst.FirstOrDefault(scale => Runs.Any(run => run.Scale == scale.Name()), Scale.Sample);
        return $"./run-all.sh --scale {largest.Name()}{(training.Any(IsBeyondTheBrief) ? " --train" : "")}";
    }

    // A stage is called by its system, with a suffix.
    private static bool IsBeyondTheBrief(TrainingRecord record) => record.Scale != Scale.Sample.Name()
        && !Card.TrainedAt(Scales.Of(record.Scale)).Any(system => record.System == system.Id || record.System.StartsWith($"{system.Id}.", StringComparison.Ordinal));

    private static string[] Rule { get; } =
    [
        string.Create(CultureInfo.InvariantCulture, $"A cell is called reproduced when two one-sided tests at {100 * VerdictRule.Alpha:0} % show that it differs from the paper "
            + $"by less than {VerdictRule.Margin:0.0} points (x100): half of the four points within which independent reproductions of this paper lie."),
        "The doubt has three parts: other sentence pairs (bias-corrected bootstrap over the items, 10,000 resamples), other seeds where a system is trained, and the paper's own "
            + "deviation where it prints one. Intervals are 95 %.",
        "Systems that are not the paper's (partial vectors, small stand-ins, later models) are shown beside the paper and never judged. What was not measured is called not run, "
            + "with the reason; the paper's number never takes its place.",
    ];

    private static string Meaning(Scale scale) => scale switch
    {
        Scale.Sample => "sentences written by this project and systems that need no download. It shows that everything works; it measures nothing of the paper.",
        Scale.Small => "the real datasets, with encoders that fit a small CPU. The datasets are the paper's, the systems mostly are not.",
        _ => "the real datasets and the paper's own systems.",
    };

    private TableSection Section(Experiment table)
    {
        var own = Runs.Where(run => run.Table == table.Id).ToList();
        // At sample scale other columns are asked; such a block would have no column of the paper's table, so each scale group has columns of its own.
        var blocks = own.GroupBy(run => (run.Scale, run.Machine)).OrderByDescending(group => Scales.Find(group.Key.Scale)).ToList();
        var cells = blocks.SelectMany(group => Compare(table, Scales.Of(group.Key.Scale), group.Key.Machine, [.. group])).ToList();
        return new TableSection
        {
            Id = table.Id,
            Title = table.Title,
            Question = table.Question,
            Unit = table.Metric == "spearman" ? "Spearman x100" : $"{table.Metric} in percent",
            Systems = SystemRows(table, own),
            Columns = ColumnsOf(table, cells),
            Cells = cells,
            Notes = [.. blocks.Count == 0 ? ["No run of this table is stored yet."] : Array.Empty<string>(), .. Notes(own).Concat(TransferNotes.Of(own)).Distinct()],
        };
    }

    private IReadOnlyList<Comparison> Compare(Experiment table, Scale scale, string machine, IReadOnlyList<RunRecord> own)
    {
        var former = own.Where(_weights.AreNotOf).Select(run => run.System).ToHashSet(StringComparer.Ordinal);
        var paper = PaperData.Tables.FirstOrDefault(each => each.Id == table.PaperTable);
        var columns = table.ColumnsAt(scale).Select(column => new ComparisonColumn(column.Dataset, column.Paper)).ToList();
        var cells = new PaperComparison(table.Id, table.Metric, scale.Name(), machine, paper, own).Compare(Rows(table, scale, own), columns);
        return [.. cells.Select(cell => cell with { FormerWeights = former.Contains(cell.System) })];
    }

    private static List<ComparisonRow> Rows(Experiment table, Scale scale, IReadOnlyList<RunRecord> own)
    {
        var rows = table.Rows.Where(row => scale != Scale.Sample || row.System?.Scales.Contains(scale) == true)
            .Select(row => new ComparisonRow(row.System?.Id ?? row.Paper!, row.Paper, NotJudged(row.System, scale),
                row.NotRun ?? NotRun(row.System!, scale))
            { PaperColumn = row.PaperColumn });
        // A user's own model has results but no row.
        var others = own.Select(run => run.System).Distinct().Where(id => table.Rows.All(row => row.System?.Id != id))
            .Select(id => new ComparisonRow(id, null, "not a system of the paper", ""));
        return [.. rows, .. others];
    }

    private static string? NotJudged(SystemSpec? system, Scale scale) => scale == Scale.Sample ? "sample data: not the paper's sentences" : system?.NotJudged;

    private static string NotRun(SystemSpec system, Scale scale) => system.Scales.Contains(scale)
        ? system.Recipe is TrainedRecipe
            ? $"has to be trained first, which these runs left out: ./run-all.sh --scale {scale.Name()}{(Card.TrainedAt(scale).Contains(system) ? "" : " --train")}"
            : $"its files were not on the machine: sbert-repro fetch {system.Id}"
        : $"a system of {string.Join(" and ", system.Scales.Select(each => each.Name()))} scale: sbert-repro fetch {system.Id}, "
            + $"then ./run-all.sh --scale {system.Scales[0].Name()}";

    private static IReadOnlyList<SystemRow> SystemRows(Experiment table, IReadOnlyList<RunRecord> own) =>
    [
        .. table.Rows.DistinctBy(row => row.System?.Id ?? row.Paper).Select(row => row.System is { } system
            ? new SystemRow(system.Id, system.Name, Kind(row), Description(system),
                $"./run-all.sh --table {table.Id} --system {system.Id} --scale {system.Scales[^1].Name()}") { PaperRow = PaperRow(row), Distance = Distance(row) }
            : new SystemRow(row.Paper!, row.Paper!, "the paper's system", row.NotRun!, "cannot be run here") { PaperRow = PaperRow(row) }),
        .. own.Select(run => run.System).Distinct().Where(id => table.Rows.All(row => row.System?.Id != id))
            .Select(id => new SystemRow(id, id, "addition", "a model folder of the user's own", $"sbert-repro run --table {table.Id} --system FOLDER")),
    ];

    private static string? PaperRow(Row row) => row.PaperColumn is null ? row.Paper : $"{row.Paper}, {row.PaperColumn}";

    // The paper's own system first, then the stand-ins in the order in which they answer the brief.
    private static int Distance(Row row)
    {
        if (row.System!.NotJudged is null) return 0;
        var answers = Card.Answers.Values.SelectMany(answer => answer.Systems).ToList();
        return answers.IndexOf(row.System) is var place and >= 0 ? 1 + place : 1 + answers.Count;
    }

    private static string Kind(Row row) => row.Paper is null ? "addition" : row.System!.NotJudged is null ? "the paper's system" : "stand-in";

    private static string Description(SystemSpec system) =>
        string.Join("; ", system.Recipe.Settings.Select(setting => $"{setting.Name}: {setting.Value}")) + (system.Note.Length > 0 ? $". {system.Note}" : "");

    private static IReadOnlyList<TableColumn> ColumnsOf(Experiment table, IReadOnlyList<Comparison> cells)
    {
        var asked = table.Columns.Concat(table.SampleColumns).Where(column => cells.Any(cell => cell.Dataset == column.Dataset));
        var columns = asked.Select(column => new TableColumn(column.Paper ?? column.Dataset, column.Dataset, table.Metric)).ToList();
        var lastOfPaper = columns.FindLastIndex(column => table.Columns.Any(each => each.Dataset == column.Dataset && each.Paper is not null));
        if (cells.Any(cell => cell.Dataset == PaperComparison.Average))
            columns.Insert(lastOfPaper + 1, new TableColumn(PaperComparison.Average, PaperComparison.Average, table.Metric));
        return columns;
    }

    // Of the STS benchmark alone, with the first seed: ranks of all sets would make the page large.
    private static IReadOnlyList<PairRanks> PairRanksOf(IReadOnlyList<RunRecord> runs) =>
    [
        .. from run in runs
           group run by (run.Table, run.Scale, run.Machine, run.System) into seeds
           from cell in seeds.MinBy(run => run.Seed)!.Cells
           where cell.Dataset is "STSb-test" or "Sample-STS-test" && !cell.Predictions.Any(float.IsNaN)
           select PairRanks.Of(seeds.Key.Table, seeds.Key.Scale, seeds.Key.Machine, seeds.Key.System, cell.Dataset, cell.Predictions),
    ];

    private static IEnumerable<string> Notes(IReadOnlyList<RunRecord> own) =>
        from run in own
        from cell in run.Cells
        from note in cell.Notes
        where cell.Dataset == "STSb-test"
        select $"{run.System} on {cell.Dataset}: {note}.";

    private static IEnumerable<string> SpeedNotes(SpeedRecord record) =>
        record.Ratios.Select(ratio => string.Create(CultureInfo.InvariantCulture,
            $"{ratio.What}: {ratio.Median:0.00} [{ratio.Interval.Low:0.00}, {ratio.Interval.High:0.00}], median of {ratio.Pairs} paired ratios"))
            .Concat(record.Notes)
            .Append(string.Create(CultureInfo.InvariantCulture,
                $"measured {record.Provenance.Started:yyyy-MM-dd} in {record.Provenance.Seconds:0} s on {record.Provenance.Cpu}, {record.Provenance.Threads} threads"));

    private IReadOnlyList<ArtifactRow> Artifacts()
    {
        var licences = catalog.Entries.ToDictionary(entry => entry.Id, entry => entry.Licence, StringComparer.Ordinal);
        return [.. Runs.SelectMany(run => run.Cells).SelectMany(cell => cell.Provenance.Artifacts).Distinct().OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => new ArtifactRow(file.Key, file.Value,
                licences.GetValueOrDefault(file.Key, file.Key.StartsWith("sample/", StringComparison.Ordinal) ? "MIT, part of this project" : "the user's own")))];
    }
}
