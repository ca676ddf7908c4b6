using System.CommandLine;
using SbertRepro.Cli.Gate;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Reporting;
using Spectre.Console;

namespace SbertRepro.Cli.Verbs;

/// <summary>The regression gate: results of today against accepted ones, and this program against another.</summary>
internal sealed class CheckVerb : Verb
{
    private readonly CellOptions _cells = new();
    private readonly Option<string?> _baseline = new("--baseline") { HelpName = "FOLDER", Description = "accepted results (default: baseline/ below the results)" };
    private readonly Option<string?> _against = new("--against") { HelpName = "FOLDER|REF", Description = "also time this program against that one: a published folder, or a commit that is built first" };
    private readonly Option<string?> _junit = new("--junit") { HelpName = "FILE", Description = "also write JUnit XML" };
    private readonly Option<bool> _github = new("--github") { Description = "also print annotations of GitHub Actions, and append to the job summary" };
    private readonly Option<bool> _record = new("--record") { Description = "append what was found to the history of this machine" };

    public CheckVerb()
        : base("check", "Fails (1) when a score or a timing got worse by more than noise, ends with 3 when it cannot tell. Compares stored results: run first.",
        [
            "sbert-repro run --scale sample && sbert-repro check --scale sample",
            "sbert-repro check --scale sample --against HEAD~1        also the latency, interleaved with the older program",
            "sbert-repro check --junit gate.xml --github              in CI",
        ]) => AddOptions([.. _cells.All, _baseline, _against, _junit, _github, _record]);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var results = _cells.Results(parsed).Root;
        var sources = Place.Sources();
        var (session, _, _) = _cells.Open(parsed, sources, "sbert-repro check");
        var folder = parsed.GetValue(_baseline) ?? Path.Combine(results, ResultStore.BaselineFolder);
        var baseline = new Baseline(folder, session, sources);
        if (baseline.IsEmpty) throw new ActionableException($"no accepted results of scale {session.Setting.Scale.Name()}", folder, "a results folder", "sbert-repro accept --reason \"first baseline\"");
        var other = parsed.GetValue(_against) is { } against ? OtherProgram.Find(against) : null; // before the long work: a mistyped one ends at once

        var history = History.Read(results, session.Setting.MachineId);
        var encoding = new ProbeEncoding(CellOptions.Opening(session.Setting, sources), sources);
        var selection = _cells.Selection(parsed);
        var probes = baseline.Probes.Where(probe => selection.Systems.Count == 0 || selection.Systems.Any(system => system.Id == probe.System)).ToList();
        var timed = other is null ? [] : probes.Select(probe => new LatencyCheck(other, history).Judge(probe.System, cancellation)).ToList();
        var report = new CheckReport(
            QualityGate.Judge(baseline.Cells(selection)), [.. probes.Select(probe => encoding.Compare(probe, cancellation))],
            [.. timed.Select(each => each.Latency)], [.. timed.Select(each => each.Counters)], Steps(history));

        Publish(parsed, report);
        if (parsed.GetValue(_record)) Terminal.Error.WriteLine($"recorded in {History.Append(results, session.Setting.MachineId, Entry(report))}");
        return report.Fails ? ExitCode.Failed : report.Undecided ? ExitCode.Inconclusive : ExitCode.Success;
    }

    private void Publish(ParseResult parsed, CheckReport report)
    {
        var summary = CheckMarkdown.Render(report);
        Console.Out.Write(summary);
        if (parsed.GetValue(_junit) is { } file) File.WriteAllText(file, JUnitXml.Render(report));
        if (!parsed.GetValue(_github)) return;
        foreach (var line in GitHubAnnotations.Render(report)) Console.Out.WriteLine(line);
        if (Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } job) File.AppendAllText(job, summary);
    }

    /// <summary>Timings of the past that jumped and stayed: told, never failed, for nothing ran beside them.</summary>
    private static IReadOnlyList<string> Steps(History history) =>
    [
        .. from cell in history.Entries.SelectMany(entry => entry.Cells).Select(each => each.Cell).Distinct()
           let slowdown = StepDetection.LastSlowdown(StepDetection.Levels(history.Values(cell, past => past.Normalised)))
           where slowdown is not null
           select FormattableString.Invariant($"{cell}: the history steps up by {100 * slowdown:0.0} % (freed from the machine's speed)"),
    ];

    private static HistoryEntry Entry(CheckReport report) => new(DateTimeOffset.UtcNow, WorkingTree.Read(AppContext.BaseDirectory).Commit, HistoryEntry.Check, "",
    [
        .. report.Quality.Where(finding => finding.After is not null).Select(finding => new HistoryCell(finding.Cell, Score: finding.After)),
        .. report.Latency.Where(finding => finding.Ratio is not null).Select(finding => new HistoryCell(finding.Cell, Ratio: finding.Ratio!.Median)),
    ]);
}
