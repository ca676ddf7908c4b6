using System.CommandLine;
using System.Globalization;
using SbertRepro.Cli.Ledger;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using Spectre.Console;

namespace SbertRepro.Cli.Verbs;

/// <summary>What a run would do.</summary>
internal sealed class PlanVerb : Verb
{
    private readonly CellOptions _cells = new();
    private readonly SignOptions _sign = new(); // run-all.sh gives plan and run the same words

    public PlanVerb()
        : base("plan", "Shows what run would compute, what is fresh already, and what cannot run here and why. Computes and downloads nothing.",
        [
            "sbert-repro plan                         at the scale this machine can do",
            "sbert-repro plan --scale paper           what the paper's own systems would need",
            "sbert-repro plan --table table1 --json",
        ])
    {
        AddOptions(_cells.All);
        AddOptions(_sign.All);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var sources = Place.Sources();
        var (session, studies, why) = _cells.Open(parsed, sources, "sbert-repro plan");
        var plan = session.Plan(_cells.Selection(parsed));
        if (_cells.Json(parsed))
        {
            Console.Out.WriteLine(CellsJson.Write(session.Setting, plan, [], _cells.Steps(parsed, studies), []));
            return ExitCode.Success;
        }
        Terminal.Out.WriteLine($"Scale: {session.Setting.Scale.Name()} ({why}). Device: {session.Setting.DeviceName}. Machine: {session.Setting.MachineId}.");
        foreach (var unreadable in session.Unreadable.Values)
            Terminal.Error.WriteLine($"warning: {unreadable.Message}");
        if (plan.Count > 0) PrintSystems(plan);
        StudyTable.PrintPlan(_cells.Steps(parsed, studies));
        TrainingTable.Print(session.TrainingOf(plan), session.Setting, new RecordStore<TrainingRecord>(_cells.Results(parsed).Root));
        var left = session.Plan(_cells.Selection(parsed) with { Train = TrainingExtent.Everything }).Count - plan.Count;
        if (left > 0)
            Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Left out: {left} cells of other systems that are trained here. Next: plan --train says what they cost."));
        PrintDownloads(plan, sources);
        if (_sign.File(parsed) is { } statement) Terminal.Out.WriteLine($"The run will sign its results into {statement}.");
        return ExitCode.Success;
    }

    private static void PrintSystems(IReadOnlyList<PlannedCell> plan)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("table", "system", "fresh", "to compute", "cannot run", "about");
        foreach (var group in plan.GroupBy(planned => (planned.Cell.Table.Id, System: planned.Cell.System.Id)))
        {
            var missing = group.Select(planned => planned.State).OfType<CellState.NotRun>().Select(state => state.Reason).Distinct();
            table.AddRow(new[]
            {
                group.Key.Id, group.Key.System, Count<CellState.Fresh>(group), Count<CellState.Stale>(group), Count<CellState.NotRun>(group),
                string.Join("; ", missing) is { Length: > 0 } reasons ? reasons : LastDuration(group),
            }.Select(Markup.Escape).ToArray());
        }
        Terminal.Out.Write(table);
    }

    private static void PrintDownloads(IReadOnlyList<PlannedCell> plan, Sources sources)
    {
        var absent = plan.Where(planned => planned.State is CellState.NotRun).Select(planned => planned.Cell).ToList();
        var ids = absent.Select(cell => cell.System).Distinct().Where(system => sources.OfSystem(system).Missing is not null).SelectMany(system => system.Artifacts)
            .Concat(absent.Select(cell => cell.Dataset).Distinct().Where(dataset => sources.OfDataset(dataset).Missing is not null)
                .SelectMany(dataset => EvaluationTask.Find(dataset).Artifacts));
        if (!ids.Any()) return;
        using var store = Place.Store(offline: false);
        Terminal.Out.WriteLine("What cannot run needs these files (sbert-repro fetch NAME):");
        Console.Out.Write(store.Plan(ids).ToText());
    }

    private static string Count<T>(IEnumerable<PlannedCell> cells) where T : CellState =>
        cells.Count(planned => planned.State is T).ToString(CultureInfo.InvariantCulture);

    // The only honest estimate: what the same cells took the last time on this machine.
    private static string LastDuration(IEnumerable<PlannedCell> cells)
    {
        var stale = cells.Select(planned => planned.State).OfType<CellState.Stale>().ToList();
        var before = stale.Where(state => state.Before is not null).Sum(state => state.Before!.Provenance.Seconds);
        return before > 0 ? string.Create(CultureInfo.InvariantCulture, $"{before:F1} s last time") : "";
    }
}
