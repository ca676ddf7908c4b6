using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Reporting;

/// <summary>A run of the gate as workflow commands of GitHub Actions: errors for failures, warnings for what could not be decided.</summary>
public static class GitHubAnnotations
{
    public static IEnumerable<string> Render(CheckReport report) =>
    [
        .. report.Quality.Where(finding => finding.Fails || finding.Undecided).Select(finding => Line(finding.Fails, $"quality: {finding.Cell}", finding.Reason)),
        .. report.Drift.Where(finding => finding.Warns).Select(finding => Line(false, $"drift: {finding.System}", finding.Reason)),
        .. report.Latency.Where(finding => finding.Fails || finding.Undecided).Select(finding => Line(finding.Fails, $"latency: {finding.Cell}", finding.Reason)),
        .. report.Counters.Where(finding => finding.Fails).Select(finding => Line(true, $"counters: {finding.Cell}", string.Join("; ", finding.Rises))),
        .. report.Warnings.Select(warning => Line(false, "history", warning)),
    ];

    private static string Line(bool error, string title, string message) =>
        $"::{(error ? "error" : "warning")} title={Escaped(title).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)}::{Escaped(message)}";

    private static string Escaped(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}
