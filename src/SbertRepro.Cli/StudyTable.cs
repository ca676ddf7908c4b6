using System.Globalization;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments.Studies;
using SbertRepro.Reporting;
using Spectre.Console;

namespace SbertRepro.Cli;

/// <summary>Studies on the terminal: the state of every step before a run, the numbers after it.</summary>
internal static class StudyTable
{
    public static void PrintPlan(IReadOnlyList<PlannedStep> steps)
    {
        if (steps.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("study", "step", "state", "about");
        foreach (var planned in steps)
        {
            var (state, about) = planned.State switch
            {
                StepState.Fresh fresh => ("fresh", string.Create(CultureInfo.InvariantCulture, $"took {fresh.Record.Provenance.Seconds:F0} s")),
                StepState.Stale stale => ("to measure", string.Join("; ", stale.Changes ?? [])),
                StepState.NotRun missing => ("cannot run", $"{missing.Reason}{(missing.Next is null ? "" : $": {missing.Next}")}"),
                _ => throw new InvalidOperationException(planned.State.GetType().Name),
            };
            table.AddRow(new[] { planned.Study.Id, planned.Step.Id, state, about }.Select(Markup.Escape).ToArray());
        }

        Terminal.Out.Write(table);
    }

    public static void PrintResults(IReadOnlyList<PlannedStep> steps, IReadOnlyList<StepOutcome> outcomes)
    {
        if (steps.Count == 0) return;
        foreach (var study in steps.GroupBy(planned => planned.Study))
        {
            var records = study.Select(planned => planned.State).OfType<StepState.Fresh>().Select(fresh => fresh.Record).ToList();
            if (records.Count > 0) Print(study.Key, records);
        }

        foreach (var outcome in outcomes.Where(outcome => outcome.Failure is not null)) Terminal.Out.WriteLine($"failed: {outcome.Planned}: {outcome.Failure!.Message}");
        foreach (var planned in steps)
            if (planned.State is StepState.NotRun missing) Terminal.Out.WriteLine($"not run: {planned}: {missing.Reason}.{(missing.Next is { } next ? $" Next: {next}" : "")}");
        var measured = outcomes.Count(outcome => outcome.Record is not null);
        Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{measured} steps measured, {steps.Count(planned => planned.State is StepState.Fresh) - measured} fresh, {outcomes.Count - measured} failed."));
    }

    private static void Print(Study study, IReadOnlyList<StudyRecord> records)
    {
        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape(study.Title)).AddColumns("system", "what", "size", "value", "95 % interval", "n", "basis");
        table.Columns[3].RightAligned();
        foreach (var quantity in records.SelectMany(record => record.Quantities))
        {
            var text = QuantityText.Of(quantity);
            table.AddRow(new[] { quantity.System, quantity.What, text.Size, text.Value, text.Interval, text.Count, text.Basis }.Select(Markup.Escape).ToArray());
        }

        Terminal.Out.Write(table);
    }
}
