using System.CommandLine;
using SbertRepro.Evaluation;
using SbertRepro.Experiments;

namespace SbertRepro.Cli.Verbs;

/// <summary>Fresh or stale, and because of which input.</summary>
internal sealed class WhyVerb : Verb
{
    private readonly Argument<string[]> _names = new("name") { Arity = new ArgumentArity(0, 3), Description = "a table, a system and a dataset, in any order" };
    private readonly CellOptions _cells = new();

    public WhyVerb()
        : base("why", "Says of every cell whether it is fresh, which changed input made it stale, or why it cannot run.",
        [
            "sbert-repro why                                   every cell",
            "sbert-repro why table1 potion-base-4m STSb-test   one cell, with all its inputs",
        ])
    {
        Arguments.Add(_names);
        AddOptions(_cells.All);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var selection = parsed.GetValue(_names)!.Aggregate(_cells.Selection(parsed), Narrow);
        var (session, _, _) = _cells.Open(parsed, Place.Sources(), "sbert-repro why");
        var plan = session.Plan(selection);
        if (plan.Count == 0)
            throw new UsageException($"no such cell at scale {session.Setting.Scale.Name()}", next: "sbert-repro list");
        if (_cells.Json(parsed))
            Console.Out.WriteLine(CellsJson.Write(session.Setting, plan, [], [], []));
        else
            foreach (var planned in plan) Print(planned, withInputs: plan.Count == 1);
        return ExitCode.Success;
    }

    private static void Print(PlannedCell planned, bool withInputs)
    {
        Console.Out.WriteLine($"{planned.Cell}: {Explain(planned.State)}");
        if (planned.State is CellState.Stale stale)
            foreach (var change in stale.Changes) Console.Out.WriteLine($"  {change}");
        if (!withInputs || planned.State is CellState.NotRun) return;
        var inputs = planned.State is CellState.Fresh fresh ? fresh.Record.Fingerprint.Inputs : ((CellState.Stale)planned.State).Now.Inputs;
        foreach (var (name, value) in inputs) Console.Out.WriteLine($"  {name} = {value}");
    }

    private static string Explain(CellState state) => state switch
    {
        CellState.Fresh fresh => $"fresh, computed {fresh.Record.Provenance.Started:yyyy-MM-dd HH:mm}Z",
        CellState.Stale { Before: null } => "stale, never computed",
        CellState.Stale stale => $"stale, {stale.Changes.Count} input{(stale.Changes.Count == 1 ? "" : "s")} changed:",
        CellState.NotRun missing => $"cannot run, {missing.Reason}{(missing.Next is null ? "" : $" Next: {missing.Next}")}",
        _ => throw new InvalidOperationException(state.GetType().Name),
    };

    private static Selection Narrow(Selection selection, string name)
    {
        if (Tables.All.FirstOrDefault(table => table.Id == name) is { } table) return selection with { Tables = [table] };
        if (Names.Datasets.Contains(name, StringComparer.Ordinal)) return selection with { Datasets = [name] };
        if (Systems.All.Any(system => system.Id == name) || Directory.Exists(name)) return selection with { Systems = [Names.System(name)] };
        throw SharedOptions.Unknown("name", name, [.. Tables.All.Select(each => each.Id), .. Systems.All.Select(system => system.Id), .. Names.Datasets]);
    }
}
