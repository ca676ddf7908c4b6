using System.CommandLine;
using System.Globalization;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;
using Spectre.Console;

namespace SbertRepro.Cli.Verbs;

/// <summary>Computes what is not fresh.</summary>
internal sealed class RunVerb : Verb
{
    private readonly CellOptions _cells = new();

    public RunVerb()
        : base("run", "Computes every cell whose inputs changed, saving each as soon as it is done. Nothing is downloaded: see fetch.",
        [
            "sbert-repro run                                        everything this machine can do",
            "sbert-repro run --table table1 --dataset STSb-test     one column",
            "sbert-repro run --system ./my-model --scale small      your own model in the paper's table",
            "sbert-repro run --system sbert-nli-mini --seeds 1-3    a model that is trained here, three times",
            "sbert-repro run --json | jq '.cells[] | select(.state == \"failed\")'",
        ]) => AddOptions(_cells.All);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        using var deadline = Deadline(parsed, cancellation);
        var results = _cells.Results(parsed);
        var sources = Place.Sources();
        var (session, _) = _cells.Open(parsed, sources, CommandLineText());
        var plan = session.Plan(_cells.Selection(parsed));
        foreach (var (key, reason) in session.Unreadable)
            Terminal.Error.WriteLine($"warning: {reason.Message} Kept as {results.SetAside(key, cancellation)}.");
        session.Unreadable.Clear();

        List<CellOutcome> outcomes = [];
        var finished = Compute(session, plan, outcomes, deadline.Token, cancellation);
        if (finished)
        {
            new ClaimJudge(session.Setting, results, new RecordStore<ClaimRecord>(results.Root), sources).Judge(cancellation);
            new PairJudge(results, new RecordStore<PairErrorsRecord>(results.Root), sources, Catalog.LoadDefault()).Judge(cancellation);
        }

        // The plan after the run: what is fresh now is what the table shows.
        var after = plan.Select(planned => new PlannedCell(planned.Cell, session.StateOf(planned.Cell))).ToList();
        if (_cells.Json(parsed)) Console.Out.WriteLine(CellsJson.Write(session.Setting, after, outcomes));
        else
        {
            CardTable.Print(session.Setting, [.. results.All().Where(run => run.Scale == session.Setting.Scale.Name() && run.Machine == session.Setting.MachineId)]);
            ScoreTable.Print(session.Setting, after, outcomes);
        }
        return outcomes.OfType<CellOutcome.Failed>().Any() ? ExitCode.Failed : finished ? ExitCode.Success : ExitCode.Inconclusive;
    }

    /// <returns>False when the time budget ended before the work.</returns>
    private static bool Compute(Session session, IReadOnlyList<PlannedCell> plan, List<CellOutcome> outcomes, CancellationToken deadline, CancellationToken cancellation)
    {
        // Training last: whoever stops early, or has a budget, has seen everything that is quick.
        var stale = plan.Where(planned => planned.State is CellState.Stale).Select(planned => planned.Cell).OrderBy(cell => cell.System.Recipe is TrainedRecipe).ToList();
        try
        {
            foreach (var outcome in session.Compute(stale, (cell, work) => Terminal.WithProgress($"{cell} seed {cell.Seed}", work), deadline))
            {
                outcomes.Add(outcome);
                Terminal.Error.WriteLine(Line(outcome, outcomes.Count, stale.Count));
            }
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Terminal.Error.WriteLine($"the time budget is over with {stale.Count - outcomes.Count} cells to go; what was finished is kept, and training goes on from its checkpoint. Next: run again.");
            return false;
        }
    }

    private CancellationTokenSource Deadline(ParseResult parsed, CancellationToken cancellation)
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (_cells.Budget(parsed) is { } budget) deadline.CancelAfter(budget);
        return deadline;
    }

    private static string Line(CellOutcome outcome, int done, int all)
    {
        var count = string.Create(CultureInfo.InvariantCulture, $"[{done}/{all}] {outcome.Cell}: ");
        return count + outcome switch
        {
            CellOutcome.Computed computed => string.Create(CultureInfo.InvariantCulture,
                $"{100 * computed.Record.Find(computed.Cell.Table.Metric, "all")?.Value:F2} ({computed.Record.Predictions.Length:N0} items, {computed.Record.Provenance.Seconds:F1} s)"),
            CellOutcome.Failed failed => $"failed: {Message(failed.Failure)}",
            _ => "already computed by another run",
        };
    }

    private static string Message(Exception failure) =>
        failure is ActionableException || Environment.GetEnvironmentVariable("SBERT_REPRO_DEBUG") != "1" ? failure.Message : failure.ToString();

    private static string CommandLineText() => string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("sbert-repro"));
}
