using System.Diagnostics;

namespace SbertRepro.Evaluation.Timing;

/// <summary>When a measurement has seen enough.</summary>
public sealed record TimingOptions
{
    /// <summary>Samples that are enough, however short they are.</summary>
    public int Samples { get; init; } = 20;

    /// <summary>Seconds that are enough where samples are long; at least <see cref="FewestSamples"/> are taken all the same.</summary>
    public double Seconds { get; init; } = 10;

    public int FewestSamples { get; init; } = 3;

    /// <summary>Seconds after which warming up ends, stable or not.</summary>
    public double WarmUpSeconds { get; init; } = 10;

    /// <summary>Recorded with the samples: the threads the work may use.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Waits for an accelerator; called on both sides of the clock.</summary>
    public Action? Synchronise { get; init; }
}

/// <summary>Times a piece of work the same way everywhere: warm up until stable, collect garbage, then run and keep every sample.</summary>
public static class RepeatedTiming
{
    /// <summary>Runs per window of the warm-up.</summary>
    private const int Window = 3;

    /// <summary>Stable: the best of a window is at most this much faster than the best of the window before.</summary>
    private const double Stability = 0.05;

    /// <param name="work">One run; must do the same work each time.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="cancellation">Checked between runs.</param>
    public static TimingRecord Measure(Action work, TimingOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        var (warmUp, stable) = WarmUp(work, options, cancellation);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        int[] before = Collections();
        List<double> samples = [];
        var total = 0.0;
        while (samples.Count < options.FewestSamples || (samples.Count < options.Samples && total < options.Seconds))
        {
            cancellation.ThrowIfCancellationRequested();
            samples.Add(Once(work, options));
            total += samples[^1];
        }

        int[] collections = [.. Collections().Zip(before, (after, count) => after - count)];
        return new TimingRecord([.. warmUp], stable, [.. samples], TimingSettings.Read(options.Threads, collections));
    }

    private static (List<double> Seconds, bool Stable) WarmUp(Action work, TimingOptions options, CancellationToken cancellation)
    {
        List<double> seconds = [];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            seconds.Add(Once(work, options));
            if (IsStable(seconds)) return (seconds, true);
            if (seconds.Sum() >= options.WarmUpSeconds) return (seconds, false);
        }
    }

    /// <summary>The best of the last window is not clearly faster than the best of the one before: best, because a neighbour's noise only ever adds.</summary>
    internal static bool IsStable(List<double> seconds) =>
        seconds.Count >= 2 * Window && seconds[^Window..].Min() >= (1 - Stability) * seconds[^(2 * Window)..^Window].Min();

    private static double Once(Action work, TimingOptions options)
    {
        options.Synchronise?.Invoke();
        var start = Stopwatch.GetTimestamp();
        work();
        options.Synchronise?.Invoke();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static int[] Collections() => [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)];
}
