using System.Globalization;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>All training runs of one system at one scale on one machine, seed by seed.</summary>
public sealed record TrainingSection(string Scale, string Machine, string System, IReadOnlyList<TrainingRecord> Runs)
{
    /// <summary>Sections in the order of their systems' names.</summary>
    public static IReadOnlyList<TrainingSection> Of(IEnumerable<TrainingRecord> records) =>
    [
        .. records.GroupBy(record => (record.Scale, record.Machine, record.System)).OrderBy(group => group.Key.Scale, StringComparer.Ordinal)
            .ThenBy(group => group.Key.System, StringComparer.Ordinal)
            .Select(group => new TrainingSection(group.Key.Scale, group.Key.Machine, group.Key.System, [.. group.OrderBy(record => record.Seed)])),
    ];

    /// <summary>A name that is safe in an address and unique in the report.</summary>
    public string Anchor => Reporting.Anchor.Of($"training-{Scale}-{Machine}-{System}");

    /// <summary>What the runs took and yielded, one line each.</summary>
    public IEnumerable<string> Lines => Runs.Select(run => string.Create(CultureInfo.InvariantCulture,
        $"seed {run.Seed}: {Work(run)}; last loss {run.Losses[^1].Value:0.0000}; kept step {run.BestStep:N0}{Development(run)}"));

    // Steps are timed in twenties: a very short run, or one that was stopped just before its end, has no time.
    private static string Work(TrainingRecord run) => run.Examples == 0
        ? $"too few steps{(run.IsResumed ? " since it was resumed" : "")} to be timed"
        : string.Create(CultureInfo.InvariantCulture,
            $"{run.Examples:N0} examples{(run.IsResumed ? " since it was resumed," : "")} in {run.Provenance.Seconds:N0} s ({run.Examples / run.Provenance.Seconds:N0}/s, "
                + $"{run.Tokens / run.Provenance.Seconds:N0} tokens/s, {run.Operations / run.Provenance.Seconds / 1e9:N0} GFLOP/s{Share(run)}{Precision(run)})");

    private static string Share(TrainingRecord run) => run.ShareOfProducts is { } share
        ? string.Create(CultureInfo.InvariantCulture, $", {100 * share:0} % of the matrix product rate between its steps") : "";

    private static string Precision(TrainingRecord run) => run.Precision is { } precision ? $", {precision}" : "";

    // A first stage has no development set of its own.
    private static string Development(TrainingRecord run) => run.Development.Count == 0 ? ""
        : string.Create(CultureInfo.InvariantCulture, $", {run.DevelopmentSet} {100 * BestScore(run):0.00}");

    private static double BestScore(TrainingRecord run) => run.Development.Where(point => point.Step == run.BestStep).Select(point => point.Value)
        .DefaultIfEmpty(run.Development.Max(point => point.Value)).First();
}
