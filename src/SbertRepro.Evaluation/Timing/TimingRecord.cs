using System.Runtime;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Timing;

/// <summary>Every timing of one piece of work, and the settings they were taken under. Nothing is left out: slow samples are the machine, and the reader sees them.</summary>
/// <param name="WarmUp">Seconds of each run before the clock counted.</param>
/// <param name="Stable">False where the warm-up ended with runs still becoming faster.</param>
/// <param name="Samples">Seconds of each timed run, in order.</param>
/// <param name="Settings">Garbage collector and threads.</param>
public sealed record TimingRecord(double[] WarmUp, bool Stable, double[] Samples, TimingSettings Settings)
{
    private double[] Sorted => [.. Samples.Order()];

    /// <summary>Seconds.</summary>
    public double Median => Quantiles.Of(Sorted, 0.5);

    /// <summary>95 % bootstrap interval of the median.</summary>
    public Interval MedianInterval() => PercentileBootstrap.Of(Samples, Quantiles.Median);

    /// <summary>95th percentile in seconds; null below 20 samples, which have none above it.</summary>
    public double? P95 => Percentile(0.95);

    /// <summary>99th percentile in seconds; null below 100 samples.</summary>
    public double? P99 => Percentile(0.99);

    /// <summary>Spearman's correlation of the samples with their order: near 0 when the machine was steady, above when it slowed down, below when it sped up.</summary>
    public double Drift => Correlation.Spearman([.. Enumerable.Range(0, Samples.Length).Select(i => (double)i)], Samples);

    private double? Percentile(double probability) => Samples.Length * (1 - probability) >= 1 - 1e-9 ? Quantiles.Of(Sorted, probability) : null;
}

/// <summary>What of the runtime can change a timing.</summary>
/// <param name="ServerGc">Server or workstation collector.</param>
/// <param name="ConcurrentGc">Whether it collects in the background.</param>
/// <param name="LatencyMode">Of the collector.</param>
/// <param name="Collections">Collections of each generation while the samples ran.</param>
/// <param name="Threads">Threads the work was allowed to use.</param>
/// <param name="Processors">Logical processors of the process.</param>
public sealed record TimingSettings(bool ServerGc, bool ConcurrentGc, string LatencyMode, int[] Collections, int Threads, int Processors)
{
    internal static TimingSettings Read(int threads, int[] collections) => new(
        GCSettings.IsServerGC, GC.GetConfigurationVariables().TryGetValue("ConcurrentGC", out var concurrent) && concurrent is true, $"{GCSettings.LatencyMode}",
        collections, threads, Environment.ProcessorCount);
}
