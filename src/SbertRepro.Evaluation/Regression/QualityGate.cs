using System.Globalization;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>
/// Whether scores were lost. Equal fingerprints must give equal numbers; where an input changed, a drop fails only if it exceeds the margin and the paired bootstrap,
/// corrected for the number of cells, is sure of it.
/// </summary>
public static class QualityGate
{
    public static IReadOnlyList<QualityFinding> Judge(IReadOnlyList<QualityCell> cells, QualityRule? rule = null)
    {
        rule ??= new();
        var known = cells.ToDictionary(cell => cell, cell => WithoutTest(cell, rule));
        // Every changed cell is of the family; those within the margin cannot fail, so they need no test and count with a p of 1, which only makes Holm stricter.
        var family = cells.Where(cell => !cell.SameInputs && cell.Candidate.Count > 0).ToList();
        var tests = family.Select(cell => known[cell] is null ? Test(cell, rule) : null).ToList();
        var adjusted = Holm.Adjust([.. tests.Select(test => test?.PValue ?? 1)]);
        return [.. cells.Select(cell => known[cell]
            ?? (family.IndexOf(cell) is var place && tests[place] is { } test ? Conclude(cell, test, adjusted[place], rule) : Untestable(cell)))];
    }

    /// <summary>What needs no test; null for a changed cell whose score moved by more than the margin.</summary>
    private static QualityFinding? WithoutTest(QualityCell cell, QualityRule rule)
    {
        if (cell.Candidate.Count == 0) return new(cell.Name, QualityOutcome.Unknown, cell.Mean(cell.Baseline), null, null, null, cell.Missing);
        if (cell.SameInputs) return Exact(cell, rule);
        var (before, after) = (cell.Mean(cell.Baseline), cell.Mean(cell.Candidate));
        return Math.Abs(after - before) <= rule.Drop || SamePredictions(cell)
            ? new(cell.Name, QualityOutcome.Same, before, after, null, null, $"moved by at most {Points(rule.Drop)} points; {Because(cell)}")
            : null;
    }

    private static QualityFinding Exact(QualityCell cell, QualityRule rule)
    {
        var (before, after) = (cell.Mean(cell.Baseline), cell.Mean([.. cell.Baseline.Select(record => cell.Again(record)!)]));
        var furthest = cell.Baseline.Max(record => Distance(record, cell.Again(record)!, cell.Metric));
        var tolerance = cell.Baseline.Max(record => rule.Exact(record.Provenance.Device));
        return furthest <= tolerance
            ? new(cell.Name, QualityOutcome.Equal, before, after, null, null, "same inputs, same number")
            : new(cell.Name, QualityOutcome.Broken, before, after, null, null,
                string.Create(CultureInfo.InvariantCulture,
                    $"same inputs, yet the score moved by {furthest:G2}, more than {tolerance:G2}: an input is missing from the fingerprint, or the code is not deterministic"));
    }

    // An undefined correlation that stays undefined did not move.
    private static double Distance(CellRecord before, CellRecord after, string metric) => (before.Find(metric, "all")?.Value, after.Find(metric, "all")?.Value) switch
    {
        (double.NaN, double.NaN) or (null, null) => 0,
        (double first, double second) when !double.IsNaN(first - second) => Math.Abs(first - second),
        _ => double.PositiveInfinity,
    };

    private static bool SamePredictions(QualityCell cell) =>
        cell.Baseline.Count == cell.Candidate.Count && cell.Baseline.Zip(cell.Candidate).All(pair => pair.First.Predictions.AsSpan().SequenceEqual(pair.Second.Predictions));

    private static PairedTest? Test(QualityCell cell, QualityRule rule) =>
        cell.Gold() is { } gold && cell.Baseline.Concat(cell.Candidate).All(record => record.Predictions.Length == gold.Length) ? PairedTest.Of(cell, gold, rule) : null;

    private static QualityFinding Conclude(QualityCell cell, PairedTest test, double adjusted, QualityRule rule)
    {
        var (before, after) = (cell.Mean(cell.Baseline), cell.Mean(cell.Candidate));
        var outcome = after < before - rule.Drop && test.Interval.High < 0 && adjusted <= rule.Level ? QualityOutcome.Worse
            : after > before + rule.Drop && test.Interval.Low > 0 ? QualityOutcome.Better
            : QualityOutcome.Same;
        var reason = outcome switch
        {
            QualityOutcome.Worse => $"lower by {Points(before - after)} points, and sampling alone does not explain it; {Because(cell)}",
            QualityOutcome.Better => $"higher by {Points(after - before)} points; {Because(cell)}",
            _ => $"moved by {Points(after - before)} points, which other items could undo; {Because(cell)}",
        };
        return new(cell.Name, outcome, before, after, test.Interval, adjusted, reason);
    }

    private static QualityFinding Untestable(QualityCell cell) => new(
        cell.Name, QualityOutcome.Unknown, cell.Mean(cell.Baseline), cell.Mean(cell.Candidate), null, null,
        $"moved by {Points(cell.Mean(cell.Candidate) - cell.Mean(cell.Baseline))} points, "
            + $"and the items to test that with are not here, are not the same, or have no paired test; {Because(cell)}");

    private static string Because(QualityCell cell) => Cause.Sentence(cell.ChangedInputs);

    private static string Points(double natural) => (100 * natural).ToString("0.00", CultureInfo.InvariantCulture);
}
