using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders.Search;

/// <summary>Finds, fast, the vectors that may be the nearest to each query; <see cref="ExactIndex"/> then decides among them.</summary>
internal interface IScreen : IDisposable
{
    /// <summary>Bytes the vectors take in this form.</summary>
    long Bytes { get; }

    /// <summary>Bound on the distance between a score and the cosine; null where there is none to rely on.</summary>
    double? Error { get; }

    /// <summary>The <paramref name="size"/> vectors with the highest scores, for each query.</summary>
    ShortList[] Screen(SentenceVectors queries, int size, CancellationToken cancellation);
}
