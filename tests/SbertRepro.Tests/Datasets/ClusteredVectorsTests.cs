using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using Xunit;

namespace SbertRepro.Tests.Datasets;

public sealed class ClusteredVectorsTests
{
    [Fact]
    public void Vectors_have_length_1_and_near_neighbours_only_within_their_clusters()
    {
        var vectors = ClusteredVectors.Of(200, 256, clusters: 4, seed: 1);
        double[] cosines = [.. from i in Enumerable.Range(0, 200) from j in Enumerable.Range(0, i) select Similarity.Cosine(vectors[i], vectors[j])];

        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(1, Similarity.Dot(vectors[i], vectors[i]), 1e-5));
        Assert.DoesNotContain(cosines, cosine => cosine is > 0.33 and < 0.4); // between strangers and relatives there is a gap
        Assert.InRange(cosines.Count(cosine => cosine > 0.4) / (double)cosines.Length, 0.2, 0.3); // a quarter of the pairs share one of four clusters
        Assert.Equal(1 / (1 + (0.8 * 0.8)), cosines.Where(cosine => cosine > 0.4).Average(), 0.02);
    }

    [Fact]
    public void The_same_seed_gives_the_same_vectors_and_another_seed_others()
    {
        Assert.Equal(ClusteredVectors.Of(50, 16, 5, seed: 1).Values, ClusteredVectors.Of(50, 16, 5, seed: 1).Values);
        Assert.NotEqual(ClusteredVectors.Of(50, 16, 5, seed: 1).Values, ClusteredVectors.Of(50, 16, 5, seed: 2).Values);
    }
}
