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
    private static readonly TimeSpan DefaultBudget = TimeSpan.FromMinutes(5);

    private readonly CellOptions _cells = new();
    private readonly Option<string?> _baseline = new("--baseline") { HelpName = "FOLDER", Description = "accepted results (default: baseline/ below the results)" };
    private readonly Option<string?> _junit = new("--junit") { HelpName = "FILE", Description = "also write JUnit XML" };
    private readonly Option<string?> _summary = new("--summary") { HelpName = "FILE", Description = "also write the Markdown of standard output" };
    private readonly Option<bool> _github = new("--github") { Description = "also print annotations of GitHub Actions, and append to the job summary" };
    private readonly Option<bool> _record = new("--record") { Description = "append what was found to the history of this machine" };

    private readonly Option<string?> _against = new("--against")
    {
        HelpName = "FOLDER|REF",
        Description = "also time this program against that one: a published folder, or a commit that is built first; "
            + "5 minutes unless --budget says otherwise, one thread unless --threads",
    };

    public CheckVerb()
        : base("check", "Fails (1) when a score or a timing got worse by more than noise, ends with 3 when it cannot tell. Compares stored results: run first.",
        [
            "sbert-repro run --scale sample && sbert-repro check --scale sample",
            "sbert-repro check --scale sample --against HEAD~1        also the latency, in turns with the older program",
            "sbert-repro check --junit gate.xml --github              in CI",
        ]) => AddOptions([.. _cells.All, _baseline, _against, _junit, _summary, _github, _record]);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var results = _cells.Results(parsed).Root;
        var sources = Place.Sources();
        var (session, _, _) = _cells.Open(parsed, sources, "sbert-repro check");
        var folder = parsed.GetValue(_baseline) ?? Path.Combine(results, ResultStore.BaselineFolder);
        var baseline = new Baseline(folder, session, sources);
        if (baseline.IsEmpty)
            throw new ActionableException(
                $"no accepted results of scale {session.Setting.Scale.Name()}", folder, "a results folder", "sbert-repro accept --reason \"first baseline\"");
        var other = parsed.GetValue(_against) is { } against ? OtherProgram.Find(against, cancellation) : null; // before the long work: a mistyped one ends at once

        var history = History.Read(results, session.Setting.MachineId);
        var selection = _cells.Selection(parsed);
        var encoding = new ProbeEncoding(CellOptions.Opening(session.Setting, sources), sources, selection.Systems);
        var probes = baseline.Probes.Where(probe => selection.Systems.Count == 0 || selection.Systems.Any(system => system.Id == probe.System)).ToList();
        var quality = QualityGate.Judge(baseline.Cells(selection));
        var drift = probes.Select(probe => encoding.Compare(probe, cancellation)).ToList();
        var threads = _cells.Threads(parsed) ?? LatencyCheck.DefaultThreads;
        var speed = new SpeedCheck(other, encoding.Typed, history, threads, _cells.Budget(parsed) ?? DefaultBudget).Judge(probes, cancellation);
        var entry = HistoryEntry.OfCheck(DateTimeOffset.UtcNow, WorkingTree.Read(AppContext.BaseDirectory).Commit, quality, speed.Latency, speed.Timings);
        var report = new CheckReport(quality, drift, speed.Latency, speed.Counters, history.With(entry).Steps());

        Publish(parsed, report);
        if (parsed.GetValue(_record)) Terminal.Error.WriteLine($"recorded in {History.Append(results, session.Setting.MachineId, entry)}");
        return report.Fails ? ExitCode.Failed : report.Undecided ? ExitCode.Inconclusive : ExitCode.Success;
    }

    private void Publish(ParseResult parsed, CheckReport report)
    {
        var summary = CheckMarkdown.Render(report);
        Console.Out.Write(summary);
        if (parsed.GetValue(_junit) is { } file) File.WriteAllText(file, JUnitXml.Render(report));
        if (parsed.GetValue(_summary) is { } copy) File.WriteAllText(copy, summary);
        if (!parsed.GetValue(_github)) return;
        foreach (var line in GitHubAnnotations.Render(report)) Console.Out.WriteLine(line);
        if (Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } job) File.AppendAllText(job, summary);
    }
}
