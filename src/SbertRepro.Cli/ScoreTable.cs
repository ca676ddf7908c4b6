using System.Globalization;
using SbertRepro.Experiments;
using Spectre.Console;

namespace SbertRepro.Cli;

/// <summary>The table on the terminal after a run: systems down, datasets across, Spearman x100 with its 95 % interval below.</summary>
internal static class ScoreTable
{
    public static void Print(Setting setting, IReadOnlyList<PlannedCell> cells, IReadOnlyList<CellOutcome> outcomes)
    {
        if (cells.Count == 0) return;
        foreach (var table in cells.GroupBy(planned => planned.Cell.Table))
            Print(setting, table.Key, [.. table]);
        PrintMissing(cells);
        foreach (var failed in outcomes.OfType<CellOutcome.Failed>())
            Terminal.Out.WriteLine($"failed: {failed.Cell}: {failed.Failure.Message}");
        var computed = outcomes.OfType<CellOutcome.Computed>().Count();
        var fresh = cells.Count(planned => planned.State is CellState.Fresh) - computed;
        Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{computed} cells computed, {fresh} fresh, {outcomes.Count(outcome => outcome is CellOutcome.Failed)} failed, "
            + $"{cells.Count(planned => planned.State is CellState.NotRun)} not run."));
    }

    private static void Print(Setting setting, Experiment experiment, IReadOnlyList<PlannedCell> cells)
    {
        var measured = cells.Where(planned => planned.State is CellState.Fresh).ToList();
        if (measured.Count == 0) return;
        var datasets = measured.Select(planned => planned.Cell.Dataset).Distinct().ToList();
        var table = new Table().Border(TableBorder.Simple).AddColumn("system").Title(Markup.Escape($"{experiment.Title}, {experiment.Metric} x100, scale {setting.Scale.Name()}"));
        foreach (var dataset in datasets)
            table.AddColumn(new TableColumn(Markup.Escape(dataset)).RightAligned());
        foreach (var row in measured.GroupBy(planned => (planned.Cell.System.Id, planned.Cell.Seed)))
            table.AddRow([Markup.Escape(row.First().Cell.System.Name), .. datasets.Select(dataset => Cell(row.FirstOrDefault(planned => planned.Cell.Dataset == dataset)))]);
        Terminal.Out.Write(table);
    }

    private static string Cell(PlannedCell? planned)
    {
        if (planned?.State is not CellState.Fresh fresh || fresh.Record.Find(planned.Cell.Table.Metric, "all") is not { } score) return "";
        var interval = score.Interval is { } range ? string.Create(CultureInfo.InvariantCulture, $" [[{100 * range.Low:F1}, {100 * range.High:F1}]]") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{100 * score.Value:F2}{interval}");
    }

    private static void PrintMissing(IReadOnlyList<PlannedCell> cells)
    {
        var missing = cells.Where(planned => planned.State is CellState.NotRun).GroupBy(planned => (planned.Cell.System.Id, (CellState.NotRun)planned.State));
        foreach (var group in missing)
            Terminal.Out.WriteLine($"not run: {group.Key.Id} ({group.Count()} cells): {group.Key.Item2.Reason}.{(group.Key.Item2.Next is { } next ? $" Next: {next}" : "")}");
    }
}
