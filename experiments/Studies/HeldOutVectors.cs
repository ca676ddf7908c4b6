using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// Vectors to search among and vectors to ask for, of different sentences of one stream: of every so many sentences the last is a query, so that queries come from
/// everywhere. Encoded block by block and kept on disk, each block under a hash of its text and of what made it (<see cref="VectorCache"/>): the steps of a study share one
/// encoding, and one that was stopped goes on where it was. The text is never in memory as a whole.
/// </summary>
/// <param name="Members">N x D.</param>
/// <param name="Queries">Q x D.</param>
public sealed record HeldOutVectors(SentenceVectors Members, SentenceVectors Queries)
{
    /// <summary>Of the work folder; may be deleted at any time.</summary>
    public const string Folder = "vectors";

    private const int SentencesPerBlock = 16_384;

    /// <param name="system">Makes the vectors.</param>
    /// <param name="sentences">Where sentences come from; where there are too few, fewer are taken.</param>
    /// <param name="members">Sentences to search among.</param>
    /// <param name="queries">At most as many.</param>
    /// <param name="context">Of the step.</param>
    /// <exception cref="ActionableException">The stream is so short that no query is left.</exception>
    public static HeldOutVectors Of(SystemSpec system, DistinctSentences sentences, int members, int queries, StudyContext context)
    {
        using var encoder = context.OpenEncoder(system);
        var (cache, identity) = (new VectorCache(Path.Combine(context.WorkFolder, Folder)), context.VectorsOf(system));
        var (all, every) = (members + queries, (members / queries) + 1);
        var (searched, asked, done) = (new Rows(members, encoder.Dimension), new Rows(queries, encoder.Dimension), 0);
        foreach (var block in sentences.Read(context.Resolve).Take(all).Chunk(SentencesPerBlock))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var vectors = cache.GetOrEncode(identity, block, texts => encoder.Encode(texts, cancellation: context.Cancellation));
            for (var row = 0; row < block.Length; row++, done++) (IsQuery(done) ? asked : searched).Add(vectors[row]);
            context.Report(done, all, "vectors");
        }

        return asked.Count > 0
            ? new HeldOutVectors(searched.Taken(), asked.Taken())
            : throw new ActionableException($"{done} distinct sentences", sentences.Id, $"more than {every}");

        // Whatever is left over when every query has its turn is searched among.
        bool IsQuery(int sentence) => sentence % every == every - 1 && asked.Count < queries;
    }

    private sealed class Rows(int most, int dimension)
    {
        private readonly SentenceVectors vectors = new(most, dimension);

        public int Count { get; private set; }

        public void Add(ReadOnlySpan<float> vector) => vector.CopyTo(vectors[Count++]);

        public SentenceVectors Taken() => Count == most ? vectors : new SentenceVectors(Count, dimension, vectors.Values.AsSpan(0, Count * dimension).ToArray());
    }
}
