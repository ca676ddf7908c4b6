using System.Globalization;
using SbertRepro.Evaluation.Regression;
using static SbertRepro.Reporting.MarkdownReport;

namespace SbertRepro.Reporting;

/// <summary>What tells two results folders apart, as Markdown: moved scores first, then causes, ranks, timings and surroundings.</summary>
public static class DifferenceMarkdown
{
    public static string Render(RunDifference difference)
    {
        var moved = difference.Cells.Where(cell => cell.ScoreMoved).ToList();
        List<string> parts = [string.Create(CultureInfo.InvariantCulture,
            $"{moved.Count} scores moved, {difference.Cells.Count - moved.Count} kept their number with other inputs or predictions, "
            + $"{difference.Unchanged} are the same, {difference.OnlyBefore.Count} are only in the first, {difference.OnlyAfter.Count} only in the second.")];
        if (difference.Cause is { } cause) parts.Add($"**{HtmlClaims.Sentence(T(cause))}.**");
        if (moved.Count > 0) parts.Add(Table(["cell", "metric", "before", "now", "difference", "cause", "largest rank moves"], moved.Select(Row)));
        if (difference.Latency.Count > 0)
            parts.Add("Time now over time before; above 1 is slower. The runs were not interleaved, so the interval holds the doubt of the machine probes only.\n\n"
                + Table(["timing", "ratio", "freed from the machine's speed", "interval"], difference.Latency
                    .Select(each => new[] { each.What, Number(each.Ratio, "0.00"), Number(each.Normalised, "0.00"), CellText.Range(each.Interval) ?? "" })));
        if (difference.Environment.Count > 0)
            parts.Add("Surroundings that differ:\n\n" + Table(["what", "before", "now"], difference.Environment.Select(change => new[] { change.Name, change.Before ?? "(absent)", change.After ?? "(absent)" })));
        if (difference.OnlyBefore.Count > 0) parts.Add("Only in the first:\n\n" + Lines(difference.OnlyBefore.Select(cell => $"- {T(cell)}")));
        if (difference.OnlyAfter.Count > 0) parts.Add("Only in the second:\n\n" + Lines(difference.OnlyAfter.Select(cell => $"- {T(cell)}")));
        return string.Join("\n\n", parts) + "\n";
    }

    internal static string Moves(CellDifference cell) => string.Join(", ", cell.Moves.Select(move =>
        string.Create(CultureInfo.InvariantCulture, $"item {move.Item}: {move.Before:0.#} → {move.After:0.#}")));

    private static string[] Row(CellDifference cell) =>
        [
            cell.Cell, cell.Metric, Number(100 * cell.Before, "0.00"), Number(100 * cell.After, "0.00"),
            cell.After - cell.Before is { } moved ? CellText.Signed(100 * moved) : "", cell.Cause, Moves(cell),
        ];
}
