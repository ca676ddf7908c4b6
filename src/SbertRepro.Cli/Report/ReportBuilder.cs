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
    private static readonly Scale[] SmallestLast = [.. Scales.LargestFirst];

    private readonly IReadOnlyList<RunRecord> _runs = stored.Runs;

    private readonly StudyReport _studies = new(stored.Steps);

    public ReportModel Build()
    {
        var tables = Tables.All.Select(Section).ToList();
        return new ReportModel
        {
            Title = "Sentence-BERT, measured again",
            Question = "Reimers and Gurevych (2019) fine-tune BERT so that the cosine of two sentence vectors tells how close two sentences are in meaning. "
                + "Here every number of the paper stands beside one measured by this project, with a verdict and its reason.",
            Notices = [.. FormerModel.In(stored).Select(Notice)],
            GeneratedFrom = generatedFrom,
            VerdictRule = Rule,
            Scales = [.. SmallestLast.Where(scale => _runs.Any(run => run.Scale == scale.Name())).Select(scale => new ScaleNote(scale.Name(), Meaning(scale)))],
            Tables = tables,
            PrintedNumbers = PaperData.Tables.Sum(table => table.Cells.Count),
            Command = Command(),
            SearchCost = SearchCost.Of(_studies.Bars()),
            Card = CardRows(tables),
            Claims = [.. PaperData.Claims.SelectMany(claim => claims.Where(record => record.Claim == claim.Id).OrderBy(ScaleOrder)
                .Select(record => new ClaimRow(claim.Text, claim.Section, record) { WhyItFails = ShapeClaims.WhyItFails(claim.Id, ScaleOf(record.Scale)) }))],
            PairRanks = PairRanksOf(_runs),
            Comparisons = RunComparison.All(stored),
            Training = TrainingSection.Of(training),
            Studies = _studies.Sections(),
            NumberClaims = _studies.NumberClaims(),
            Speed = [.. stored.Speed.SelectMany(record => record.Rows)],
            SpeedNotes = [.. stored.Speed.SelectMany(SpeedNotes)],
            Lint = PaperLint.Check(PaperData.Tables, PaperData.Card),
            Environments = [.. _runs.GroupBy(run => run.Machine)
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
        return $"The weights of {former.Model} have been replaced, and at {former.Scale} scale numbers are still of the former ones: {names}. "
            + $"sbert-repro plan --scale {former.Scale} --train lists them, ./run-all.sh --scale {former.Scale} --train measures them again.";
    }

    private string Command()
    {
        var largest = SmallestLast.FirstOrDefault(scale => _runs.Any(run => run.Scale == scale.Name()), Scale.Sample);
        return $"./run-all.sh --scale {largest.Name()}{(training.Any(IsBeyondTheBrief) ? " --train" : "")}";
    }

    // A stage is called by its system, with a suffix.
    private static bool IsBeyondTheBrief(TrainingRecord record) => record.Scale != Scale.Sample.Name()
        && !Card.TrainedAt(ScaleOf(record.Scale)).Any(system => record.System == system.Id || record.System.StartsWith($"{system.Id}.", StringComparison.Ordinal));

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
        var own = _runs.Where(run => run.Table == table.Id).ToList();
        // At sample scale other columns are asked; such a block would have no column of the paper's table, so each scale group has columns of its own.
        var blocks = own.GroupBy(run => (run.Scale, run.Machine)).OrderBy(group => Array.FindIndex(SmallestLast, scale => scale.Name() == group.Key.Scale)).ToList();
        var cells = blocks.SelectMany(group => Compare(table, ScaleOf(group.Key.Scale), group.Key.Machine, [.. group])).ToList();
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

    private static IReadOnlyList<Comparison> Compare(Experiment table, Scale scale, string machine, IReadOnlyList<RunRecord> own)
    {
        var paper = PaperData.Tables.FirstOrDefault(each => each.Id == table.PaperTable);
        var columns = table.ColumnsAt(scale).Select(column => new ComparisonColumn(column.Dataset, column.Paper)).ToList();
        return new PaperComparison(table.Id, table.Metric, scale.Name(), machine, paper, own).Compare(Rows(table, scale, own), columns);
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

    private static int ScaleOrder(ClaimRecord record) => Array.IndexOf(SmallestLast, ScaleOf(record.Scale));

    private static Scale ScaleOf(string name) => Scales.LargestFirst.First(scale => scale.Name() == name);

    private IReadOnlyList<CardRow> CardRows(IReadOnlyList<TableSection> tables) => [.. PaperData.Card.Select(claim =>
    {
        if (_studies.Card(claim.Quantity) is { Count: > 0 } costs) return Row(claim, [.. costs.Select(Measured)], "A time of this machine, not of the paper's GPU");
        if (Differences(claim.Quantity) is { Count: > 0 } gains) return Row(claim, gains, "Differences of two systems of this project, the same items and their seeds for both");
        var cells = Card.Answers.TryGetValue(claim.Quantity, out var answer) ? Answering(answer, tables) : [];
        return new CardRow
        {
            Quantity = claim.Quantity,
            Brief = claim.Brief,
            PaperNumber = claim.Paper,
            Paper = claim.Paper is null ? null : $"{claim.Paper} ({claim.Source})",
            Measured = [.. cells.Select(Measured)],
            Verdict = cells.Count == 0 ? Verdict.NotRun : cells[0].Verdict,
            Explanation = cells.Count == 0 ? $"{claim.Explanation}. Not run: {Card.WhyNot(claim.Quantity)}"
                : $"{claim.Explanation}. Measured with {cells[0].System}: {cells[0].Reason}",
        };
    })];

    private static CardRow Row(CardClaim claim, IReadOnlyList<Measurement> measured, string remark) => new()
    {
        Quantity = claim.Quantity,
        Brief = claim.Brief,
        PaperNumber = claim.Paper,
        Paper = claim.Paper is null ? null : $"{claim.Paper} ({claim.Source})",
        Measured = measured,
        Verdict = Verdict.NotJudged,
        Explanation = $"{claim.Explanation}. {remark}",
    };

    /// <summary>In points, of a line that is answered by differences: for each claim the judgement with most seeds of each scale, the largest scale first.</summary>
    private IReadOnlyList<Measurement> Differences(string quantity) => !Card.Differences.TryGetValue(quantity, out var ids) ? [] :
    [
        .. from id in ids
           from record in claims.Where(record => record.Claim == id).OrderBy(ScaleOrder).GroupBy(record => record.Scale)
               .Select(scale => scale.MaxBy(record => record.BetterSeeds + record.WorseSeeds)!)
           select new Measurement(100 * record.Difference, "", new Interval(100 * record.Interval.Low, 100 * record.Interval.High), record.Count,
               Math.Min(record.BetterSeeds, record.WorseSeeds), record.Scale, record.Machine) { System = $"{record.Better} over {record.Worse}" },
    ];

    private static Measurement Measured(Comparison cell) =>
        new(cell.Measured!.Value, "", cell.Interval, cell.Count, cell.Seeds.Count, cell.Scale, cell.Machine)
        {
            System = cell.System,
            Files = [.. cell.Seeds.Select(seed => new ResultKey(cell.Scale, cell.Machine, cell.Table, cell.System, seed).RelativePath)],
        };

    private static Measurement Measured(QuantityHere here)
    {
        var quantity = QuantityText.InReadableUnit(here.Quantity);
        var basis = quantity.Basis == Basis.Extrapolated ? " (extrapolated)" : "";
        return new Measurement(quantity.Value, quantity.Unit + basis, quantity.Interval, quantity.Count, 1, here.Scale, here.Machine) { System = quantity.System };
    }

    /// <summary>The cell nearest to the paper's system, for each scale and machine that has one, the largest scale first, then the most seeds.</summary>
    private static List<Comparison> Answering(CardAnswer answer, IReadOnlyList<TableSection> tables)
    {
        var ids = answer.Systems.Select(system => system.Id).ToList();
        return [.. tables.First(table => table.Id == answer.Table.Id).Cells
            .Where(cell => cell.Measured is not null && cell.Aggregation == "all" && (cell.Dataset == answer.Dataset || cell.Dataset == answer.Sample) && ids.Contains(cell.System))
            .GroupBy(cell => (cell.Scale, cell.Machine)).Select(group => group.MinBy(cell => ids.IndexOf(cell.System))!)
                .OrderBy(cell => Array.IndexOf(SmallestLast, ScaleOf(cell.Scale))).ThenByDescending(cell => cell.Seeds.Count)];
    }

    private static IEnumerable<string> SpeedNotes(SpeedRecord record) =>
        record.Ratios.Select(ratio => string.Create(CultureInfo.InvariantCulture,
            $"{ratio.What}: {ratio.Median:0.00} [{ratio.Interval.Low:0.00}, {ratio.Interval.High:0.00}], median of {ratio.Pairs} paired ratios"))
            .Concat(record.Notes)
            .Append(string.Create(CultureInfo.InvariantCulture,
                $"measured {record.Provenance.Started:yyyy-MM-dd} in {record.Provenance.Seconds:0} s on {record.Provenance.Cpu}, {record.Provenance.Threads} threads"));

    private IReadOnlyList<ArtifactRow> Artifacts()
    {
        var licences = catalog.Entries.ToDictionary(entry => entry.Id, entry => entry.Licence, StringComparer.Ordinal);
        return [.. _runs.SelectMany(run => run.Cells).SelectMany(cell => cell.Provenance.Artifacts).Distinct().OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => new ArtifactRow(file.Key, file.Value,
                licences.GetValueOrDefault(file.Key, file.Key.StartsWith("sample/", StringComparison.Ordinal) ? "MIT, part of this project" : "the user's own")))];
    }
}
