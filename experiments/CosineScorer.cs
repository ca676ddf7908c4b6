using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments;

/// <summary>Scores pairs with a bi-encoder: the cosine of the two vectors, 0 where either is the zero vector. Owns the encoder.</summary>
public sealed class CosineScorer(ISentenceEncoder encoder) : IPairScorer
{
    public float[] Score(IReadOnlyList<SentencePair> pairs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        // One call for both sides: length batching then sees all sentences at once.
        var vectors = encoder.Encode([.. pairs.Select(pair => pair.First), .. pairs.Select(pair => pair.Second)], progress, cancellation);
        var scores = new float[pairs.Count];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = (float)Similarity.Cosine(vectors[i], vectors[pairs.Count + i]);
        return scores;
    }

    public void Dispose() => encoder.Dispose();
}
