using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Studies;

/// <summary>Vectors that are made before the clock runs: kept on disk, so that steps, and processes of a step, that search among the same sentences encode them once.</summary>
public static class KeptVectors
{
    /// <param name="system">Makes the vectors.</param>
    /// <param name="encoder">Of the system.</param>
    /// <param name="sentences">To search among.</param>
    /// <param name="context">Of the step.</param>
    public static SentenceVectors Of(SystemSpec system, ISentenceEncoder encoder, IReadOnlyList<string> sentences, StudyContext context) =>
        new VectorCache(Path.Combine(context.WorkFolder, HeldOutVectors.Folder)).GetOrEncode(
            context.VectorsOf(system), sentences, texts => encoder.Encode(texts, cancellation: context.Cancellation));

    /// <summary>All sentences of a search with their vectors, the queries first: the vectors that were timed, in front of those that were not.</summary>
    /// <param name="sentences">Those that were searched, then the queries.</param>
    /// <param name="count">That were searched.</param>
    /// <param name="queries">One vector each, as they were asked.</param>
    /// <param name="vectors">Of the searched ones.</param>
    public static (IReadOnlyList<string> Sentences, SentenceVectors Vectors) AskedFirst(
        IReadOnlyList<string> sentences, int count, IReadOnlyList<SentenceVectors> queries, SentenceVectors vectors) =>
        ([.. sentences.Skip(count), .. sentences.Take(count)],
            new SentenceVectors(queries.Count + count, vectors.Dimension, [.. queries.SelectMany(query => query.Values), .. vectors.Values]));
}
