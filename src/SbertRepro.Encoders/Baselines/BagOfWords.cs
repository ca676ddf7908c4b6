using System.Text;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders.Baselines;

/// <summary>
/// Counts of lower-cased words, hashed into <see cref="Buckets"/> dimensions: the cosine of two sentences is their word overlap.
/// Needs no data and no weights; an encoder that does not beat it has learnt nothing about meaning.
/// </summary>
public sealed class BagOfWords : ISentenceEncoder
{
    // A sentence has some ten words: at this size two different words share a bucket in about one pair of sentences in forty.
    private const int Buckets = 4096;

    public int Dimension => Buckets;

    public SentenceVectors Encode(IReadOnlyList<string> sentences, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var vectors = new SentenceVectors(sentences.Count, Dimension);
        for (var i = 0; i < sentences.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var word in Words.Of(sentences[i]))
                vectors[i][(int)(Hash(word) % Buckets)]++;
        }
        progress?.Report(new WorkProgress(sentences.Count, sentences.Count));
        return vectors;
    }

    public void Dispose()
    {
    }

    // FNV-1a, 32 bits (Fowler, Noll and Vo): string.GetHashCode differs from process to process.
    private static uint Hash(string word)
    {
        var hash = 2166136261u;
        foreach (var unit in Encoding.UTF8.GetBytes(word))
            hash = (hash ^ unit) * 16777619u;
        return hash;
    }
}
