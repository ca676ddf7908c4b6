using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments;

/// <summary>An encoder whose vectors are kept on disk: a run that was stopped between encoding and classifying does not encode again.</summary>
/// <param name="encoder">Makes what is not there; disposed by whoever opened it.</param>
/// <param name="vectors">Where they are kept.</param>
/// <param name="identity">Everything that could change a vector: see <see cref="Fingerprints.OfVectors"/>.</param>
internal sealed class RememberingEncoder(ISentenceEncoder encoder, VectorCache vectors, string identity) : ISentenceEncoder
{
    public int Dimension => encoder.Dimension;

    public SentenceVectors Encode(IReadOnlyList<string> sentences, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
        vectors.GetOrEncode(identity, sentences, texts => encoder.Encode(texts, progress, cancellation));

    public void Dispose()
    {
    }
}
