using System.Diagnostics;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Evaluation.Tasks;

/// <summary>What an index costs and how much it finds.</summary>
/// <param name="Index">Kind and settings, e.g. "HNSW32, efSearch 64".</param>
/// <param name="Vectors">That can be found.</param>
/// <param name="Queries">Asked, each alone and all together.</param>
/// <param name="K">Neighbours asked for.</param>
/// <param name="RecallAt1">Against the exact search.</param>
/// <param name="RecallAt10">Against the exact search; null where K is below 10.</param>
/// <param name="Latency">Seconds of each query asked alone, in the order of the queries: the raw results, from which p50, p95 and p99 follow.</param>
/// <param name="Batch">Seconds of all queries asked at once.</param>
public sealed record IndexMeasurement(string Index, int Vectors, int Queries, int K, double RecallAt1, double? RecallAt10, TimingRecord Latency, TimingRecord Batch)
{
    /// <summary>Of the batched search, at its median.</summary>
    public double QueriesPerSecond => Queries / Batch.Median;

    /// <summary>What building took and added to memory; null where the index was not built here.</summary>
    public IndexBuild? Build { get; init; }

    /// <param name="name">For the report.</param>
    /// <param name="index">Ready to search.</param>
    /// <param name="queries">Representative and not members of the index, or the first neighbour is trivial.</param>
    /// <param name="exact">The exact answers to the same queries, at least 10 deep for recall@10.</param>
    /// <param name="k">Neighbours per query.</param>
    /// <param name="options">How long to time; its samples and seconds hold for the batched search.</param>
    /// <param name="cancellation">Checked between queries.</param>
    public static IndexMeasurement Of(
        string name, IVectorIndex index, SentenceVectors queries, NearestNeighbours exact, int k = 10, TimingOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        NearestNeighbours? found = null;
        var batch = RepeatedTiming.Measure(() => found = index.Search(queries, k, cancellation), options, cancellation);
        var depth = Math.Min(k, exact.K);
        return new IndexMeasurement(
            name, index.Count, queries.Count, k, found!.Recall(exact, 1), depth >= 10 ? found.Recall(exact, 10) : null, Latencies(index, queries, k, options, cancellation), batch);
    }

    // Every query once, after as many untimed ones as it takes to become stable.
    private static TimingRecord Latencies(IVectorIndex index, SentenceVectors queries, int k, TimingOptions options, CancellationToken cancellation)
    {
        SentenceVectors[] single = [.. Enumerable.Range(0, queries.Count).Select(query => new SentenceVectors(1, queries.Dimension, queries[query].ToArray()))];
        var next = 0;
        var timing = RepeatedTiming.Measure(
            () => index.Search(single[next++ % single.Length], k, cancellation), options with { Samples = single.Length, FewestSamples = single.Length }, cancellation);
        return timing with { Samples = InOrder(timing.Samples, timing.WarmUp.Length) };
    }

    // The warm-up asked the first queries, so the timed ones began in the middle of the list.
    private static double[] InOrder(double[] samples, int offset)
    {
        var ordered = new double[samples.Length];
        for (var i = 0; i < samples.Length; i++) ordered[(i + offset) % samples.Length] = samples[i];
        return ordered;
    }
}

/// <summary>What building an index took.</summary>
/// <param name="Seconds">Training and adding.</param>
/// <param name="ResidentMegabytes">Growth of the process's resident memory (1e6 bytes), garbage collected on both sides.</param>
public sealed record IndexBuild(double Seconds, double ResidentMegabytes)
{
    /// <summary>Builds an index and measures it.</summary>
    public static (T Index, IndexBuild Build) Measure<T>(Func<T> build)
        where T : IVectorIndex
    {
        var before = Resident();
        var start = Stopwatch.GetTimestamp();
        var index = build();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (index, new IndexBuild(seconds, Resident() - before));

        static double Resident()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return PeakMemory.ResidentMegabytes();
        }
    }
}
