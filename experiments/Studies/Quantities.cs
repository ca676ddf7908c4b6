using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Experiments.Studies;

/// <summary>From samples to the quantity that is printed.</summary>
public static class Quantities
{
    /// <summary>The median with its bootstrap interval (none of a single sample), the samples beside it.</summary>
    public static Quantity Median(string system, string what, string unit, IReadOnlyList<double> samples, double? size = null) =>
        new(system, what, unit, Quantiles.Median([.. samples]))
        {
            Interval = samples.Count > 1 ? PercentileBootstrap.Of(samples, Quantiles.Median) : null,
            Samples = samples,
            Count = samples.Count,
            Size = size,
        };

    /// <summary>The 95th and 99th percentiles that the samples allow.</summary>
    public static IEnumerable<Quantity> Tail(string system, string what, string unit, TimingRecord seconds, double perSecond)
    {
        if (seconds.P95 is { } p95) yield return new(system, $"{what}, 95th percentile", unit, p95 * perSecond) { Count = seconds.Samples.Length };
        if (seconds.P99 is { } p99) yield return new(system, $"{what}, 99th percentile", unit, p99 * perSecond) { Count = seconds.Samples.Length };
    }
}
