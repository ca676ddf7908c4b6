using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders.Tests.Search;

/// <summary>Vectors whose nearest neighbours are known by the slow way.</summary>
internal static class RandomVectors
{
    public static SentenceVectors Uniform(int count, int dimension, ulong seed = 1)
    {
        var random = new SplitMix64(seed);
        var vectors = new SentenceVectors(count, dimension);
        for (var i = 0; i < vectors.Values.Length; i++) vectors.Values[i] = (float)((2 * random.NextDouble()) - 1);
        return vectors;
    }

    /// <summary>Components of -1, 0 and 1 only: many pairs of exactly the same cosine.</summary>
    public static SentenceVectors Ternary(int count, int dimension, ulong seed = 1)
    {
        var random = new SplitMix64(seed);
        var vectors = new SentenceVectors(count, dimension);
        for (var i = 0; i < vectors.Values.Length; i++) vectors.Values[i] = random.Below(3) - 1;
        return vectors;
    }

    public static void Copy(SentenceVectors vectors, int from, int to) => vectors[from].CopyTo(vectors[to]);

    /// <summary>In order of the indices, so the first of equals wins.</summary>
    public static MostSimilarPair NaiveBestPair(SentenceVectors vectors)
    {
        var best = MostSimilarPair.None;
        for (var i = 0; i < vectors.Count; i++)
        {
            for (var j = i + 1; j < vectors.Count; j++)
            {
                var cosine = Similarity.Cosine(vectors[i], vectors[j]);
                if (cosine > best.Similarity) best = new MostSimilarPair(i, j, cosine);
            }
        }

        return best;
    }

    /// <summary>All vectors by falling cosine, equal ones by rising index.</summary>
    public static int[] NaiveNeighbours(SentenceVectors vectors, ReadOnlySpan<float> query, int k)
    {
        var cosines = new double[vectors.Count];
        for (var i = 0; i < cosines.Length; i++) cosines[i] = Similarity.Cosine(query, vectors[i]);
        return [.. Enumerable.Range(0, cosines.Length).OrderByDescending(i => cosines[i]).Take(k)];
    }
}
