using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Results;
using static SbertRepro.Reporting.ReportJson;

namespace SbertRepro.Reporting;

/// <summary>The spread over machines as a part of <c>report.json</c>: every cell that two machines measured, and every statement.</summary>
internal static class SpreadJson
{
    public static object Of(SpreadSection section) => new
    {
        section.Summary,
        Cells = section.Spread.Same.Concat(section.Spread.Other).Select(Cell),
        Statements = section.Statements.Select(Statement),
    };

    private static object Cell(CellSpread spread) => new
    {
        spread.Key.Scale,
        spread.Key.Table,
        spread.Key.System,
        spread.Key.Seed,
        spread.Key.Dataset,
        spread.Key.Metric,
        Smallest = 100 * spread.Smallest,
        Largest = 100 * spread.Largest,
        Range = 100 * spread.Range,
        spread.Equal,
        spread.WithinIntervals,
        DifferingInputs = spread.Differing,
        Machines = spread.Cells.Select(cell => new { cell.Machine, cell.Signer, Score = 100 * cell.Value, Interval = Times100(cell.Interval) }),
    };

    private static object Statement(LedgerEntry entry) => new
    {
        File = $"{LedgerFolder.Folder}/{entry.Name}",
        entry.Signed.Id,
        entry.Signed.Signer,
        Machine = entry.Content.Machine.Id,
        entry.Content.Scale,
        entry.Content.First,
        entry.Content.Last,
        Cells = entry.Content.CellCount,
        Fresh = entry.Content.FreshCount,
        Verdicts = VerdictStyle.All.Zip(SpreadSection.CountsOf(entry.Content.Verdicts)).ToDictionary(pair => pair.First.Css, pair => pair.Second),
    };

    private static object? Times100(Interval? interval) => IntervalOf(interval is { } range ? new Interval(100 * range.Low, 100 * range.High, range.Level) : null);
}
