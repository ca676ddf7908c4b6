using System.Globalization;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;

namespace SbertRepro.Cli.Report;

/// <summary>What stands below the table of transfer tasks: the second protocol beside the first, and the spread over folds.</summary>
internal static class TransferNotes
{
    private const string Accuracy = "accuracy";

    public static IEnumerable<string> Of(IReadOnlyList<RunRecord> runs) =>
        runs.Where(run => run.Cells.Any(cell => Value(cell, TransferData.ExactMetric) is not null)).SelectMany(Lines);

    private static IEnumerable<string> Lines(RunRecord run)
    {
        var both = run.Cells.Where(cell => Value(cell, Accuracy) is not null && Value(cell, TransferData.ExactMetric) is not null).ToList();
        var differences = both.Select(cell => 100 * (Value(cell, Accuracy)!.Value - Value(cell, TransferData.ExactMetric)!.Value)).ToList();
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{run.System}, exact optimum of the same objective: {string.Join(", ", both.Select(cell => Text(cell, TransferData.ExactMetric)))}. SentEval's early stopping "
                + $"differs from it by {differences.Average():+0.00;-0.00} points on average, {differences.Max(Math.Abs):0.00} at most.");
        foreach (var cell in run.Cells.Where(cell => cell.Find("f1", "all") is not null))
            yield return $"{run.System}: F1 of paraphrases, {Text(cell, "f1")}.";
        yield return $"{run.System}, classifiers: {string.Join("; ", run.Cells.SelectMany(cell => cell.Notes.Take(1).Select(note => $"{cell.Dataset}: {note}")))}.";
    }

    private static string Text(CellRecord cell, string metric) => string.Create(CultureInfo.InvariantCulture, $"{cell.Dataset} {100 * Value(cell, metric):0.00}");

    private static double? Value(CellRecord cell, string metric) => cell.Find(metric, "all")?.Value;
}
