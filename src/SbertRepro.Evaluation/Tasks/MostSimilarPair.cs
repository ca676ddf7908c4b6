namespace SbertRepro.Evaluation.Tasks;

/// <summary>The answer to the paper's search among n sentences (section 1): the two that are most alike. Nothing found yet is <see cref="None"/>.</summary>
/// <param name="First">Index of the earlier sentence.</param>
/// <param name="Second">Index of the later sentence, above <paramref name="First"/>.</param>
/// <param name="Similarity">Cosine, or the score of a cross-encoder.</param>
public readonly record struct MostSimilarPair(int First, int Second, double Similarity)
{
    public static MostSimilarPair None => new(int.MaxValue, int.MaxValue, double.NegativeInfinity);

    /// <summary>The more similar of the two; among equals the one with the lower first, then the lower second index, so that the answer does not depend on the order of the search.</summary>
    public MostSimilarPair Or(MostSimilarPair other) =>
        other.Similarity > Similarity || (other.Similarity == Similarity && (other.First, other.Second).CompareTo((First, Second)) < 0) ? other : this;

    /// <summary>n(n-1)/2.</summary>
    public static long PairsAmong(int sentences) => (long)sentences * (sentences - 1) / 2;
}
