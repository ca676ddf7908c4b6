using System.Globalization;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Evaluation.Regression;

/// <summary>One timing of a results folder, whoever took it.</summary>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">As in <see cref="Results.Machine.Id"/>.</param>
/// <param name="What">The same words for the same work.</param>
/// <param name="Time">Of one piece of work; the unit is that of <paramref name="What"/>.</param>
/// <param name="Interval">Of <paramref name="Time"/>, 95 %; null where none is stored.</param>
/// <param name="Probe">How fast the machine was just before; null where nobody looked.</param>
/// <param name="Started">When; two timings of one machine and moment are the same measurement.</param>
internal sealed record StoredTiming(string Scale, string Machine, string What, double Time, Interval? Interval, ProbeReading? Probe, DateTimeOffset Started)
{
    private static readonly string[] Times = ["s", "ms"];

    // Tokens, words and arithmetic of the same work have the same ratio.
    private static readonly string[] Rates = ["sentences/s", "queries/s", "pairs/s"];

    public static IEnumerable<StoredTiming> Of(StoredResults results) => results.Speed.SelectMany(OfSpeed).Concat(results.Steps.SelectMany(OfStep));

    private static IEnumerable<StoredTiming> OfSpeed(SpeedRecord record) =>
        from row in record.Rows
        where row.Valid != false
        let timing = Rate(row.TokensPerSecond, "tokens") ?? Rate(row.SentencesPerSecond, "sentences") ?? (row.P50Milliseconds is { } p50 ? (p50, "one call") : null)
        where timing is not null
        select new StoredTiming(
            record.Scale, record.Machine, $"{record.Experiment}: {row.System}, {row.Backend} {row.Precision}, batching {row.Batching}, {row.Device}, {timing.Value.Work}",
            timing.Value.Time, null, FirstReading(record.Probe), record.Provenance.Started);

    // What has no interval, such as a percentile, says nothing about a change.
    private static IEnumerable<StoredTiming> OfStep(StudyRecord record) =>
        from quantity in record.Quantities
        where quantity is { Value: > 0, Interval.Low: > 0 } && quantity.Valid != false && (Times.Contains(quantity.Unit) || Rates.Contains(quantity.Unit))
        let interval = quantity.Interval!.Value
        let isRate = Rates.Contains(quantity.Unit)
        select new StoredTiming(
            record.Scale, record.Machine, $"{record.Study}: {Words(quantity)}", isRate ? 1 / quantity.Value : quantity.Value,
            isRate ? new Interval(1 / interval.High, 1 / interval.Low) : interval, FirstReading(record.Probe), record.Provenance.Started);

    private static string Words(Quantity quantity) =>
        (quantity.System.Length > 0 ? $"{quantity.System}, " : "") + quantity.What
        + (quantity.Size is { } size ? string.Create(CultureInfo.InvariantCulture, $" at {size:#,0.###}") : "") + (quantity.Basis == Basis.Extrapolated ? " (extrapolated)" : "");

    private static (double Time, string Work)? Rate(double? perSecond, string work) => perSecond is > 0 ? (1 / perSecond.Value, work) : null;

    private static ProbeReading? FirstReading(MachineProbe? probe) => probe is { Readings.Count: > 0 } ? probe.Readings[0] : null;
}
