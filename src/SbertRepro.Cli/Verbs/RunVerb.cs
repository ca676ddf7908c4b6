using System.CommandLine;
using System.Globalization;
using SbertRepro.Cli.Ledger;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using SbertRepro.Experiments.Training;
using Spectre.Console;

namespace SbertRepro.Cli.Verbs;

/// <summary>Computes what is not fresh.</summary>
internal sealed class RunVerb : Verb
{
    private readonly CellOptions _cells = new();
    private readonly SignOptions _sign = new();

    public RunVerb()
        : base("run", "Computes every cell whose inputs changed, saving each as soon as it is done. Nothing is downloaded: see fetch.",
        [
            "sbert-repro run                                        everything this machine can do, and trains what the brief's table needs",
            "sbert-repro run --table table1 --dataset STSb-test     one column",
            "sbert-repro run --table section1                       what a search costs, without scores",
            "sbert-repro run --table million,scifact                a million sentences; retrieve, then rerank",
            "sbert-repro run --system ./my-model --scale small      your own model in the paper's table",
            "sbert-repro run --system sbert-nli-mini --seeds 3      a model that is trained here, three times",
            "sbert-repro run --scale small --sign statement.json    and a signed statement of the results: see ledger",
            "sbert-repro run --json | jq '.cells[] | select(.state == \"failed\")'",
        ])
    {
        AddOptions(_cells.All);
        AddOptions(_sign.All);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        using var deadline = Deadline(parsed, cancellation);
        var results = _cells.Results(parsed);
        using var signer = _sign.OpenKey(parsed); // before the long work: a key that cannot be used ends at once
        var sources = Place.Sources();
        var (session, studies, _) = _cells.Open(parsed, sources, CommandLineText());
        var plan = session.Plan(_cells.Selection(parsed));
        foreach (var (key, reason) in session.Unreadable)
            Terminal.Error.WriteLine($"warning: {reason.Message} Kept as {results.SetAside(key, cancellation)}.");
        session.Unreadable.Clear();

        List<CellOutcome> outcomes = [];
        List<StepOutcome> measured = [];
        // Training last: whoever stops early, or has a budget, has seen everything that is quick.
        var (trained, quick) = (Stale(plan, trained: true), Stale(plan, trained: false));
        var steps = _cells.Steps(parsed, studies);
        var finished = WithinBudget(() =>
        {
            Compute(session, quick, outcomes, deadline.Token);
            Measure(studies, steps.Where(planned => !IsTrained(planned)), measured, deadline.Token);
            Compute(session, trained, outcomes, deadline.Token);
            Measure(studies, steps.Where(IsTrained), measured, deadline.Token);
        }, cancellation);
        if (finished)
        {
            new ClaimJudge(session.Setting, results, new RecordStore<ClaimRecord>(results.Root), sources).Judge(cancellation);
            new PairJudge(results, new RecordStore<PairErrorsRecord>(results.Root), sources, Catalog.LoadDefault()).Judge(cancellation);
        }

        // The plan after the run: what is fresh now is what the table shows.
        var after = plan.Select(planned => new PlannedCell(planned.Cell, session.StateOf(planned.Cell))).ToList();
        steps = _cells.Steps(parsed, studies);
        if (_cells.Json(parsed)) Console.Out.WriteLine(CellsJson.Write(session.Setting, after, outcomes, steps, measured));
        else
        {
            CardTable.Print(session.Setting, [.. results.All().Where(run => run.Scale == session.Setting.Scale.Name() && run.Machine == session.Setting.MachineId)]);
            ScoreTable.Print(session.Setting, after, outcomes);
            StudyTable.PrintResults(steps, measured);
        }
        var failed = outcomes.OfType<CellOutcome.Failed>().Any() || measured.Any(outcome => outcome.Failure is not null);
        var code = failed ? ExitCode.Failed : finished ? ExitCode.Success : ExitCode.Inconclusive;
        if (signer is not null) _sign.Sign(parsed, code, results, session.Setting, signer, sources);
        return code;
    }

    private static List<Cell> Stale(IReadOnlyList<PlannedCell> plan, bool trained) =>
        [.. plan.Where(planned => planned.State is CellState.Stale && planned.Cell.System.Recipe is TrainedRecipe == trained).Select(planned => planned.Cell)];

    /// <returns>False when the time budget ended before the work.</returns>
    private static bool WithinBudget(Action work, CancellationToken cancellation)
    {
        try
        {
            work();
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Terminal.Error.WriteLine("the time budget is over; what was finished is kept, and training goes on from its checkpoint. Next: run again.");
            return false;
        }
    }

    private static void Compute(Session session, List<Cell> stale, List<CellOutcome> outcomes, CancellationToken deadline)
    {
        var done = 0;
        foreach (var outcome in session.Compute(stale, (cell, work) => Terminal.WithProgress($"{cell} seed {cell.Seed}", work), deadline))
        {
            outcomes.Add(outcome);
            Terminal.Error.WriteLine(Line(outcome, ++done, stale.Count));
        }
    }

    private static bool IsTrained(PlannedStep planned) => planned.Step.Systems.Any(system => system.Recipe is TrainedRecipe);

    private static void Measure(StudySession studies, IEnumerable<PlannedStep> steps, List<StepOutcome> outcomes, CancellationToken deadline)
    {
        PlannedStep[] stale = [.. steps.Where(planned => planned.State is StepState.Stale)];
        var done = 0;
        foreach (var outcome in studies.Measure(stale, (planned, work) => Terminal.WithProgress($"{planned}", work), deadline))
        {
            outcomes.Add(outcome);
            var result = outcome.Failure is { } failure ? $"failed: {Message(failure)}"
                : string.Create(CultureInfo.InvariantCulture, $"measured in {outcome.Record!.Provenance.Seconds:F1} s");
            Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{++done}/{stale.Length}] {outcome.Planned}: {result}"));
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
                $"{100 * computed.Record.Find(computed.Cell.Table.Metric, "all")?.Value:F2} ({computed.Record.Predictions.Length:N0} items, "
                    + $"{computed.Record.Provenance.Seconds:F1} s)"),
            CellOutcome.Failed failed => $"failed: {Message(failed.Failure)}",
            _ => "already computed by another run",
        };
    }

    private static string Message(Exception failure) =>
        failure is ActionableException || Environment.GetEnvironmentVariable("SBERT_REPRO_DEBUG") != "1" ? failure.Message : failure.ToString();

    private static string CommandLineText() => string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("sbert-repro"));
}
