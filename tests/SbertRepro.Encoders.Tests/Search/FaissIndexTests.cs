using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Timing;
using Xunit;
using static SbertRepro.Encoders.Tests.Search.RandomVectors;

namespace SbertRepro.Encoders.Tests.Search;

public sealed class FaissIndexTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Flat", "", 0, 1.0)]
    [InlineData("HNSW16", "efSearch", 200, 0.97)]
    [InlineData("IVF16,Flat", "nprobe", 16, 1.0)] // all lists: exact
    [InlineData("IVF16,PQ16np", "nprobe", 16, 0.4)]
    public void An_index_finds_the_exact_neighbours_as_far_as_its_kind_can(string factory, string parameter, double value, double recall)
    {
        RequireFaiss();
        var (vectors, queries) = (Uniform(5000, 32, seed: 1), Uniform(50, 32, seed: 2));
        using var exact = new ExactIndex(vectors);
        using var index = FaissIndex.Build(factory, vectors, threads: 1);
        if (parameter.Length > 0) index.Set(parameter, value);

        var (found, truth) = (index.Search(queries, 10), exact.Search(queries, 10));

        Assert.Equal(5000, index.Count);
        Assert.InRange(found.Recall(truth, 10), recall, 1);
        if (recall == 1) Assert.All(found.Scores.Zip(truth.Scores), pair => Assert.Equal(pair.Second, pair.First, 1e-5f)); // cosines, though nothing had length 1
    }

    [Fact]
    public void More_effort_finds_more()
    {
        RequireFaiss();
        var (vectors, queries) = (Uniform(5000, 32, seed: 1), Uniform(50, 32, seed: 2));
        using var exact = new ExactIndex(vectors);
        using var index = FaissIndex.Build("IVF64,Flat", vectors, threads: 1);
        var truth = exact.Search(queries, 10);

        double RecallWith(int probes)
        {
            index.Set("nprobe", probes);
            return index.Search(queries, 10).Recall(truth, 10);
        }

        Assert.InRange(RecallWith(4), RecallWith(1) + 0.05, RecallWith(32) - 0.05);
    }

    [Fact]
    public void A_saved_index_answers_as_before()
    {
        RequireFaiss();
        var (vectors, queries) = (Uniform(300, 8), Uniform(5, 8, seed: 2));
        using var index = FaissIndex.Build("HNSW8", vectors);
        index.Save(folder.File("index"));

        using var loaded = FaissIndex.Load(folder.File("index"));

        Assert.Equal(300, loaded.Count);
        Assert.Equal(index.Search(queries, 3).Ids, loaded.Search(queries, 3).Ids);
    }

    [Fact]
    public void Missing_neighbours_are_marked_and_refusals_carry_the_words_of_FAISS()
    {
        RequireFaiss();
        using var index = FaissIndex.Build("Flat", Uniform(2, 8));

        var found = index.Search(Uniform(1, 8, seed: 2), 3);

        Assert.Equal((NearestNeighbours.Missing, float.NegativeInfinity), (found.Ids[2], found.Scores[2]));
        Assert.Contains("Nonsense", Assert.Throws<ActionableException>(() => FaissIndex.Build("Nonsense", Uniform(2, 8))).Message, StringComparison.Ordinal);
        Assert.Contains("nprobe", Assert.Throws<ActionableException>(() => index.Set("nprobe", 3)).Message, StringComparison.Ordinal);
        Assert.Contains("expected 8", Assert.Throws<ActionableException>(() => index.Search(Uniform(1, 9), 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ActionableException>(() => FaissIndex.Load(folder.File("nothing")));
    }

    [Fact]
    public void A_measurement_keeps_every_query_and_sees_that_an_exact_index_finds_everything()
    {
        var (vectors, queries) = (Uniform(500, 16), Uniform(25, 16, seed: 2));
        var (index, build) = IndexBuild.Measure(() => new ExactIndex(vectors));
        using var owned = index;

        var measured = IndexMeasurement.Of("exact", index, queries, index.Search(queries, 10), options: new TimingOptions { Samples = 5, WarmUpSeconds = 0.1 }) with { Build = build };

        Assert.Equal((1, 1.0), (measured.RecallAt1, measured.RecallAt10));
        Assert.Equal((25, 5), (measured.Latency.Samples.Length, measured.Batch.Samples.Length));
        Assert.NotNull(measured.Latency.P95);
        Assert.Null(measured.Latency.P99); // 25 queries have no 99th percentile
        Assert.InRange(measured.QueriesPerSecond, 1, 1e9);
        Assert.True(measured.Build!.Seconds > 0);
    }

    [Fact]
    public void Recall_counts_true_neighbours_wherever_they_stand_within_the_depth()
    {
        var exact = new NearestNeighbours(3, [1, 2, 3, 4, 5, 6], new float[6]);
        var found = new NearestNeighbours(3, [2, 1, 9, NearestNeighbours.Missing, NearestNeighbours.Missing, NearestNeighbours.Missing], new float[6]);

        Assert.Equal(2.0 / 6, found.Recall(exact, 3));
        Assert.Equal(0, found.Recall(exact, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => found.Recall(exact, 4));
    }

    private static void RequireFaiss() => Assert.SkipUnless(FaissLibrary.WhyNot is null, FaissLibrary.WhyNot ?? "");
}
