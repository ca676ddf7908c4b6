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
        if (difference.Cause is { } cause) parts.Add($"**{SentenceCase.Of(T(cause))}.**");
        if (moved.Count > 0) parts.Add(Table(["cell", "metric", "before", "now", "difference", "cause", "largest rank moves"], moved.Select(Row)));
        if (difference.Latency.Count > 0)
            parts.Add(LatencyNote + "\n\n" + Table(LatencyColumns, difference.Latency.Select(each => new[] { $"{each.Where} {each.What}" }.Concat(Numbers(each)).ToArray())));
        if (difference.Environment.Count > 0)
            parts.Add("Surroundings that differ:\n\n" + Table(["what", "before", "now"],
                difference.Environment.Select(change => new[] { change.Name, change.Before ?? "(absent)", change.After ?? "(absent)" })));
        if (difference.OnlyBefore.Count > 0) parts.Add("Only in the first:\n\n" + Lines(difference.OnlyBefore.Select(cell => $"- {T(cell)}")));
        if (difference.OnlyAfter.Count > 0) parts.Add("Only in the second:\n\n" + Lines(difference.OnlyAfter.Select(cell => $"- {T(cell)}")));
        return string.Join("\n\n", parts) + "\n";
    }

    internal const string LatencyNote = "Time now over time before; above 1 is slower. The two were not measured in turns: "
        + "the interval holds the doubt of the timings and of the machine probes that are stored.";

    internal static readonly string[] LatencyColumns = ["timing", "ratio", "freed from the machine's speed", "interval"];

    /// <summary>The ratio, the same freed from the machine's speed, and the interval; empty where there is none.</summary>
    internal static string[] Numbers(LatencyDifference timing) =>
    [
        QuantityText.Digits(timing.Ratio), timing.Normalised is { } freed ? QuantityText.Digits(freed) : "",
        timing.Interval is { } interval ? $"[{QuantityText.Digits(interval.Low)}, {QuantityText.Digits(interval.High)}]" : "",
    ];

    internal static string Moves(CellDifference cell) => string.Join(", ", cell.Moves.Select(move =>
        string.Create(CultureInfo.InvariantCulture, $"item {move.Item}: {move.Before:0.#} → {move.After:0.#}")));

    private static string[] Row(CellDifference cell) =>
        [
            cell.Cell, cell.Metric, Number(100 * cell.Before, "0.00"), Number(100 * cell.After, "0.00"),
            cell.After - cell.Before is { } moved ? CellText.Signed(100 * moved) : "", cell.Cause, Moves(cell),
        ];
}
