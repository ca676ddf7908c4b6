using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>One configuration's timing in two results folders.</summary>
/// <param name="What">Experiment and configuration.</param>
/// <param name="Ratio">Time now over time before; above 1 is slower.</param>
/// <param name="Normalised">The same, divided by how much slower the machine's own probe was; null where either record has no probe.</param>
/// <param name="Interval">Of <paramref name="Normalised"/>: the doubt of the probes alone, since the runs were not interleaved.</param>
public sealed record LatencyDifference(string What, double Ratio, double? Normalised, Interval? Interval)
{
    public static IReadOnlyList<LatencyDifference> Of(IReadOnlyList<SpeedRecord> before, IReadOnlyList<SpeedRecord> after) =>
    [
        .. from now in after
           let old = before.Where(record => (record.Scale, record.Experiment) == (now.Scale, now.Experiment))
               .OrderByDescending(record => record.Machine == now.Machine).FirstOrDefault()
           where old is not null
           from row in now.Rows
           let earlier = old.Rows.FirstOrDefault(each => Configuration(each) == Configuration(row))
           where earlier is not null
           let ratio = Ratios(earlier, row)
           where ratio is not null
           select Compare($"{now.Experiment}: {Configuration(row)}", ratio.Value, Probe(old), Probe(now)),
    ];

    private static LatencyDifference Compare(string what, double ratio, Timing.ProbeReading? before, Timing.ProbeReading? after) =>
        before is null || after is null || before.What != after.What ? new(what, ratio, null, null)
        : new(what, ratio, ratio * after.Median / before.Median,
            new Interval(ratio * after.Interval.Low / before.Interval.High, ratio * after.Interval.High / before.Interval.Low));

    private static double? Ratios(SpeedRow before, SpeedRow after) =>
        before.TokensPerSecond / after.TokensPerSecond ?? before.SentencesPerSecond / after.SentencesPerSecond ?? after.P50Milliseconds / before.P50Milliseconds;

    private static string Configuration(SpeedRow row) => $"{row.System}, {row.Backend} {row.Precision}, batching {row.Batching}, {row.Device}";

    private static Timing.ProbeReading? Probe(SpeedRecord record) => record.Probe is { Readings.Count: > 0 } probe ? probe.Readings[0] : null;
}
