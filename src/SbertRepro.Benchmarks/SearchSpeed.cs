using System.Globalization;
using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Benchmarks;

/// <summary>The nearest neighbours among a million drawn vectors (paper section 1).</summary>
internal static class SearchSpeed
{
    /// <summary>Exact search in three precisions and FAISS where it is there, on the same vectors and queries.</summary>
    public static int Neighbours(string[] arguments)
    {
        var (count, queries) = (Number(arguments, "--count", 1_000_000), Number(arguments, "--queries", 200));
        LibTorch.Load();
        var all = ClusteredVectors.Of(count + queries, 256, clusters: Math.Max(1, count / 100), seed: 1);
        var (vectors, asked) = (Part(all, 0, count), Part(all, count, queries));
        var options = new TimingOptions { Samples = 5, Seconds = 5, WarmUpSeconds = 2 };
        NearestNeighbours? exact = null;
        foreach (var precision in Enum.GetValues<IndexPrecision>())
        {
            var (index, build) = IndexBuild.Measure(() => new ExactIndex(vectors, precision));
            using (index) Print(IndexMeasurement.Of($"exact {precision}", index, asked, exact ??= index.Search(asked, 10), options: options) with { Build = build });
        }

        foreach (var (factory, effort, values) in FaissLibrary.WhyNot is null ? Faiss(arguments) : [])
        {
            var (index, build) = IndexBuild.Measure(() => FaissIndex.Build(factory, vectors));
            using var owned = index;
            foreach (var value in values)
            {
                index.Set(effort, value);
                Print(IndexMeasurement.Of($"FAISS {factory}, {effort} {value}", index, asked, exact!, options: options) with { Build = build });
            }
        }

        if (FaissLibrary.WhyNot is { } reason) Console.WriteLine(reason);
        return 0;
    }

    private static (string Factory, string Effort, int[] Values)[] Faiss(string[] arguments) => arguments.Contains("--no-hnsw")
        ? [("IVF1024,Flat", "nprobe", [4, 16, 32, 64]), ("IVF1024,PQ32np", "nprobe", [16, 64])]
        : [("IVF1024,Flat", "nprobe", [4, 16, 32, 64]), ("IVF1024,PQ32np", "nprobe", [16, 64]), ("HNSW32", "efSearch", [16, 64, 256])];

    private static void Print(IndexMeasurement measured) => Console.WriteLine(Text(
        $"{measured.Index}: recall@1 {measured.RecallAt1:F3}, recall@10 {measured.RecallAt10:F3}; one query {1000 * measured.Latency.Median:F2} ms, p95 {1000 * measured.Latency.P95:F2}, p99 {1000 * measured.Latency.P99:F2}; batched {measured.QueriesPerSecond:F0} queries/s; build {measured.Build!.Seconds:F1} s, {measured.Build.ResidentMegabytes:F0} MB"));

    private static SentenceVectors Part(SentenceVectors vectors, int start, int count) =>
        new(count, vectors.Dimension, vectors.Values.AsSpan(start * vectors.Dimension, count * vectors.Dimension).ToArray());

    private static int Number(string[] arguments, string name, int otherwise)
    {
        var place = Array.IndexOf(arguments, name);
        if (place < 0) return otherwise;
        return place + 1 < arguments.Length && int.TryParse(arguments[place + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 1
            ? value
            : throw new UsageException($"{name} {arguments.ElementAtOrDefault(place + 1)}", "a number above 1");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
