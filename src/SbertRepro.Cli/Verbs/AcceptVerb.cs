using System.CommandLine;
using SbertRepro.Cli.Gate;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using Spectre.Console;

namespace SbertRepro.Cli.Verbs;

/// <summary>Makes the results of today the ones that the gate compares with.</summary>
internal sealed class AcceptVerb : Verb
{
    private readonly CellOptions _cells = new();
    private readonly Option<string> _reason = new("--reason") { HelpName = "TEXT", Description = "why these numbers are the right ones; shown in the report", Required = true };

    public AcceptVerb()
        : base("accept", "Copies the fresh results of a scale to baseline/, keeps their probe vectors, times the systems, and appends the reason to the history of this machine.",
            ["sbert-repro run --scale sample && sbert-repro accept --scale sample --reason \"first baseline\""]) => AddOptions([.. _cells.All, _reason]);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var reason = parsed.GetValue(_reason)!.Trim();
        if (reason.Length == 0) throw new UsageException("--reason is empty", "why these numbers are the right ones");
        var results = _cells.Results(parsed);
        var sources = Place.Sources();
        var (session, _, _) = _cells.Open(parsed, sources, "sbert-repro accept");
        var fresh = session.Plan(_cells.Selection(parsed)).Where(planned => planned.State is CellState.Fresh).ToList();
        if (fresh.Count == 0)
            throw new ActionableException("no fresh results", results.Root, "results of this code and these data", $"sbert-repro run --scale {session.Setting.Scale.Name()}");

        var folder = Path.Combine(results.Root, ResultStore.BaselineFolder);
        var store = new ResultStore(folder);
        foreach (var planned in fresh) store.Save(planned.Cell.Key(session.Setting), ((CellState.Fresh)planned.State).Record, cancellation);
        var threads = _cells.Threads(parsed) ?? LatencyCheck.DefaultThreads;
        var timings = Probe(fresh, session.Setting, sources, new RecordStore<ProbeVectors>(folder), threads, cancellation);
        var entry = new HistoryEntry(
            DateTimeOffset.UtcNow, WorkingTree.Read(AppContext.BaseDirectory).Commit, HistoryEntry.Accept, reason,
            [.. fresh.Select(planned => Score(planned, session.Setting)), .. timings]);
        var history = History.Append(results.Root, session.Setting.MachineId, entry);
        Terminal.Out.WriteLine($"{fresh.Count} cells accepted in {folder}, recorded in {history}");
        return ExitCode.Success;
    }

    // A system that is trained here would be trained for it; the scores of its seeds stand guard instead.
    private static List<HistoryCell> Probe(
        IReadOnlyList<PlannedCell> fresh, Setting setting, Sources sources, RecordStore<ProbeVectors> store, string threads, CancellationToken cancellation)
    {
        var systems = fresh.Select(planned => planned.Cell.System).Distinct().ToList();
        var encoding = new ProbeEncoding(CellOptions.Opening(setting, sources), sources, systems);
        List<HistoryCell> timings = [];
        foreach (var system in systems.Where(system => !system.Recipe.IsRandom))
        {
            if (encoding.Of(system, cancellation) is not { } vectors) continue;
            var probe = ProbeVectors.Of(setting.Scale.Name(), setting.MachineId, system.Id, vectors);
            var timed = ProbeTiming.Of(system.Id, encoding.Typed(system.Id), threads, cancellation);
            store.Save(probe with { Counters = timed?.Timing.Counters });
            if (timed is not null) timings.Add(timed.Entry);
        }
        return timings;
    }

    private static HistoryCell Score(PlannedCell planned, Setting setting) => new(
        $"{setting.Scale.Name()} {planned.Cell.Table.Id} {planned.Cell.System.Id} {planned.Cell.Dataset} seed {planned.Cell.Seed}",
        Score: ((CellState.Fresh)planned.State).Record.Find(planned.Cell.Table.Metric, "all")?.Value is { } value && double.IsFinite(value) ? value : null);
}
