using System.Text.Encodings.Web;
using System.Text.Json;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>
/// <c>reports/report.json</c>: the whole report for other programs, as <c>report.schema.json</c> describes it. Scores are x100 and unrounded; what was not measured is null.
/// </summary>
public static class ReportJson
{
    /// <summary>Raised when a property changes its meaning or goes away; new properties do not raise it.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file of its own, never pasted into HTML
    };

    /// <summary>The JSON Schema (draft 2020-12) of <see cref="Render"/>.</summary>
    public static string Schema => Embedded.Text("report.schema.json");

    public static string Render(ReportModel model) => JsonSerializer.Serialize(new
    {
        Schema = "report.schema.json",
        Version,
        model.Title,
        model.GeneratedFrom,
        model.Command,
        model.Results,
        Printed = new { Numbers = model.PrintedNumbers, Verdicts = Glance.Of(model).Printed.ToDictionary(pair => pair.Style.Css, pair => pair.Count) },
        Tables = model.Tables.Select(Table),
        Card = model.Card.Select(Card),
        Claims = model.Claims.Select(Claim),
        SearchCost = model.SearchCost.Bars.Select(bar => new { bar.Label, bar.Seconds, Kind = bar.Word }),
        Studies = model.Studies.Select(Study),
        NumberClaims = model.NumberClaims.Select(NumberClaim),
        Speed = model.Speed.Select(Speed),
        Training = model.Training.SelectMany(section => section.Runs).Select(Training),
        Spread = SpreadJson.Of(model.Spread),
        Lint = model.Lint.Select(finding => new { finding.Where, finding.What, finding.Printed, finding.Computed }),
        Machines = model.Environments.Select(Machine),
        Artifacts = model.Artifacts.Select(file => new { file.Id, file.Sha256, file.Licence }),
    }, Options).Replace("\"schema\": \"report.schema.json\"", "\"$schema\": \"report.schema.json\"", StringComparison.Ordinal) + "\n";

    private static object Table(TableSection section) => new
    {
        section.Id,
        section.Title,
        section.Unit,
        Systems = section.Systems.Select(system => new { system.Id, system.Name, system.Kind, system.PaperRow, system.Description, system.Command }),
        Cells = section.Cells.Select(Cell),
        section.Notes,
    };

    private static object Cell(Comparison cell) => new
    {
        cell.Scale,
        cell.Machine,
        cell.System,
        cell.Dataset,
        cell.Metric,
        cell.Aggregation,
        Score = Finite(cell.Measured),
        Interval = IntervalOf(cell.Interval),
        Count = cell.Measured is null ? (int?)null : cell.Count,
        cell.Seeds,
        Paper = Finite(cell.Paper),
        PaperDeviation = Finite(cell.PaperStandardDeviation),
        Verdict = VerdictStyle.Of(cell).Css,
        cell.Reason,
        cell.FormerWeights,
        Files = cell.Seeds.Select(seed => Slashes(new ResultKey(cell.Scale, cell.Machine, cell.Table, cell.System, seed).RelativePath)),
    };

    private static object Card(CardRow row) => new
    {
        row.Quantity,
        row.Brief,
        row.Paper,
        Verdict = VerdictStyle.Of(row.Verdict).Css,
        row.Explanation,
        Measured = row.Measured.Select(measured => new
        {
            measured.System,
            measured.Scale,
            measured.Machine,
            Value = Finite(measured.Value),
            measured.Unit,
            Interval = IntervalOf(measured.Interval),
            measured.Count,
            measured.Seeds,
            measured.FormerWeights,
            Files = measured.Files.Select(Slashes),
        }),
    };

    private static object Claim(ClaimRow row) => new
    {
        row.Record.Claim,
        row.Text,
        row.Section,
        row.Answer,
        row.Record.Scale,
        row.Record.Machine,
        row.Record.Dataset,
        row.Record.Better,
        row.Record.Worse,
        row.Record.BetterSeeds,
        row.Record.WorseSeeds,
        row.Record.Count,
        Probability = Finite(row.Record.Probability),
        Difference = Finite(100 * row.Record.Difference),
        Interval = IntervalOf(new Interval(100 * row.Record.Interval.Low, 100 * row.Record.Interval.High, row.Record.Interval.Level)),
        McNemar = Finite(row.Record.McNemar),
        row.FormerWeights,
        row.File,
    };

    private static object Study(StudySection section) => new
    {
        section.Id,
        section.Title,
        section.Scale,
        section.Machine,
        section.Findings,
        Quantities = section.Quantities.Select(Quantity),
        Files = section.Records.Select(ResultLinks.FileOf),
    };

    private static object Quantity(Quantity quantity) => new
    {
        quantity.System,
        quantity.What,
        Size = Finite(quantity.Size),
        Value = Finite(quantity.Value),
        quantity.Unit,
        Interval = IntervalOf(quantity.Interval),
        quantity.Count,
        Basis = quantity.Basis == Basis.Measured ? "measured" : "extrapolated",
        quantity.Valid,
    };

    private static object NumberClaim(NumberClaimRow row) => new
    {
        row.Section,
        row.Text,
        row.Paper,
        row.WhyNot,
        Measured = row.Measured.Select(here => new { here.Scale, here.Machine, Quantity = Quantity(here.Quantity) }),
    };

    private static object Speed(SpeedRow row) => new
    {
        row.Scale,
        row.Machine,
        row.Experiment,
        row.System,
        row.Precision,
        row.Batching,
        row.Device,
        row.Backend,
        SentencesPerSecond = Finite(row.SentencesPerSecond),
        TokensPerSecond = Finite(row.TokensPerSecond),
        GigaflopsPerSecond = Finite(row.Gflops),
        GemmShare = Finite(row.GemmShare),
        Padding = Finite(row.Padding),
        PeakMegabytes = Finite(row.PeakMegabytes),
        row.Valid,
    };

    private static object Training(TrainingRecord run) => new
    {
        run.Scale,
        run.Machine,
        run.System,
        run.Seed,
        run.DevelopmentSet,
        run.BestStep,
        run.Examples,
        run.Tokens,
        Losses = run.Losses.Select(point => new { point.Step, Value = Finite(point.Value) }),
        Development = run.Development.Select(point => new { point.Step, Value = Finite(point.Value) }),
    };

    private static object Machine(MachineEnvironment machine) => new
    {
        Id = machine.Machine,
        machine.Provenance.Cpu,
        machine.Provenance.Cores,
        machine.Provenance.Threads,
        machine.Provenance.Device,
        machine.Provenance.OperatingSystem,
        machine.Provenance.Runtime,
        machine.Provenance.Commit,
        machine.Provenance.Dirty,
        machine.Provenance.Packages,
    };

    internal static object? IntervalOf(Interval? interval) => interval is { } range ? new { Low = Finite(range.Low), High = Finite(range.High), range.Level } : null;

    // JSON has no NaN; an undefined correlation is null.
    internal static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static string Slashes(string path) => path.Replace('\\', '/');
}
