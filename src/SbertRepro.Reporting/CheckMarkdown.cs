using System.Globalization;
using SbertRepro.Evaluation.Regression;
using static SbertRepro.Reporting.MarkdownReport;

namespace SbertRepro.Reporting;

/// <summary>A run of the gate as Markdown, for the terminal and for a job summary: the verdict, then what failed or is open, then the rest folded away.</summary>
public static class CheckMarkdown
{
    public static string Render(CheckReport report)
    {
        var telling = report.Quality.Where(finding => finding.Fails || finding.Undecided || finding.Outcome is QualityOutcome.Better).ToList();
        var quiet = report.Quality.Except(telling).ToList();
        var counts = string.Join(", ", report.Quality.GroupBy(finding => finding.Outcome).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Word(group.Key)}"));
        List<string> parts = [$"# Regression gate: {report.Word}", counts];
        if (telling.Count > 0) parts.Add("## Scores that need a look\n\n" + Scores(telling));
        if (report.Latency.Count > 0)
            parts.Add("## Latency, interleaved with the baseline's program\n\n"
                + Table(["system", "outcome", "time ratio", "95 % interval", "blocks", "reason"], report.Latency.Select(finding => new[]
            {
                finding.Cell, Word(finding.Outcome), Number(finding.Ratio?.Median, "0.000"),
                finding.Ratio is { } ratio ? Text($"[{ratio.Interval.Low:0.000}, {ratio.Interval.High:0.000}]") : "", Text($"{finding.Ratio?.Pairs}"), finding.Reason,
            })));
        if (report.Counters.Any(finding => finding.Fails))
            parts.Add("## Counted work that rose\n\n" + Lines(report.Counters.Where(finding => finding.Fails)
                .Select(finding => $"- {T(finding.Cell)}: {T(string.Join("; ", finding.Rises))}")));
        else if (report.Counters.Count > 0)
            parts.Add($"Counted work (tokens, padding, operator calls, allocations) did not rise: {T(string.Join(", ", report.Counters.Select(finding => finding.Cell)))}.");
        if (report.Drift.Count > 0)
            parts.Add("## Drift of the probe vectors\n\n" + Table(["system", "smallest cosine", "1 %", "median", "moved", "reason"], report.Drift.Select(finding => new[]
            {
                finding.System, Number(finding.Smallest, "0.000000"), Number(finding.Percentile, "0.000000"), Number(finding.Median, "0.000000"),
                Text($"{finding.Moved} of {finding.Count}"), (finding.Warns ? "warning: " : "") + finding.Reason,
            })));
        if (report.Warnings.Count > 0) parts.Add("## Warnings\n\n" + Lines(report.Warnings.Select(warning => $"- {T(warning)}")));
        if (quiet.Count > 0) parts.Add($"<details><summary>{quiet.Count} scores that held</summary>\n\n{Scores(quiet)}\n\n</details>");
        return string.Join("\n\n", parts) + "\n";
    }

    private static string Scores(IEnumerable<QualityFinding> findings) => Table(
        ["cell", "outcome", "before", "now", "difference", "95 % interval", "p (Holm)", "reason"], findings.Select(finding => new[]
    {
        finding.Cell, Word(finding.Outcome), Number(100 * finding.Before, "0.00"), Number(100 * finding.After, "0.00"),
        finding.Difference is { } difference ? CellText.Signed(100 * difference) : "",
        finding.Interval is { } interval ? $"[{CellText.Signed(100 * interval.Low)}, {CellText.Signed(100 * interval.High)}]" : "",
        Number(finding.PValue, "0.0000"), finding.Reason,
    }));

    private static string Word(Enum outcome) => outcome.ToString().ToLowerInvariant();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
