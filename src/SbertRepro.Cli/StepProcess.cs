using System.Diagnostics;
using System.Globalization;
using SbertRepro.Cli.Gate;
using SbertRepro.Cli.Verbs;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;

namespace SbertRepro.Cli;

/// <summary>Measures steps of studies in processes of their own: <c>sbert-repro measure</c>, which ends with its owner, even a killed one.</summary>
/// <param name="setting">Where and how.</param>
/// <param name="results">The folder of the results; the process writes none itself.</param>
internal sealed class StepProcess(Setting setting, string results)
{
    /// <inheritdoc cref="MeasureElsewhere"/>
    /// <exception cref="ActionableException">The process failed; the message ends with what it said last.</exception>
    public StudyRecord Measure(Study study, StudyStep step, IProgress<string>? progress, CancellationToken cancellation)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "sbert-repro.dll"), MeasureVerb.Word, study.Id, step.Id, MeasureVerb.Owned,
            "--results", results, "--scale", setting.Scale.Name(),
            "--device", setting.Device, "--precision", setting.Precision, "--threads", setting.Threads.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var end = cancellation.Register(() => ProcessRun.End(process));
        var (last, title) = ("nothing", $"{study.Id} {step.Id}: "); // a line of progress begins with it, as ours will
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not { Length: > 0 } said) return;
            last = said;
            progress?.Report(said.StartsWith(title, StringComparison.Ordinal) ? said[title.Length..] : said);
        };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? StudyRecord.Parse(output, $"{MeasureVerb.Word} {step.Id}")
            : throw new ActionableException(
                $"the process ended with exit code {process.ExitCode} and said: {last}", $"{study.Id} {step.Id}", next: $"sbert-repro {MeasureVerb.Word} {study.Id} {step.Id}");
    }
}
