using System.Numerics.Tensors;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Evaluation.Datasets;

/// <summary>
/// Random unit vectors in clusters, for measuring search where a million real sentences are not at hand. Real embeddings lie in clusters too; uniform ones would have no
/// near neighbours to find. Recall measured on these says nothing about real ones.
/// </summary>
public static class ClusteredVectors
{
    /// <summary>Length of a vector's own part beside its centre of length 1: members of a cluster have cosines around 1 / (1 + 0.8^2) = 0.61.</summary>
    private const float Spread = 0.8f;

    /// <summary>The same on every machine: each vector has a generator of its own.</summary>
    public static SentenceVectors Of(int count, int dimension, int clusters, ulong seed)
    {
        var centres = new SentenceVectors(clusters, dimension);
        Parallel.For(0, clusters, i => Direction(centres[i], (seed << 40) + (ulong)i));
        var vectors = new SentenceVectors(count, dimension);
        Parallel.For(0, count, i =>
        {
            var generator = (seed << 40) + (1UL << 39) + (ulong)i;
            var vector = vectors[i];
            Direction(vector, generator);
            TensorPrimitives.MultiplyAdd(vector, Spread, centres[new SplitMix64(~generator).Below(clusters)], vector);
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        });
        return vectors;
    }

    // The sum of four uniform numbers is near enough to a normal one for the direction to be uniform on the sphere at hundreds of components.
    private static void Direction(Span<float> vector, ulong seed)
    {
        var random = new SplitMix64(seed);
        for (var i = 0; i < vector.Length; i++)
        {
            var bits = random.Next();
            vector[i] = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48) - 131_070f; // centred
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
    }
}
