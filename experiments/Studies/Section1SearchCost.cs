using SbertRepro.Encoders;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// Section 1 of the paper: the most similar pair among 10,000 sentences takes a cross-encoder about 65 hours (49,995,000 pairs) and SBERT about 5 seconds. Two searches are measured and
/// never confused: the pair among all, and the neighbours of one query; the third, one query against a million, is a study of its own. What the systems answer is not judged here, so weights may be random.
/// </summary>
public static class Section1SearchCost
{
    /// <summary>What the quantities of this study measure; reports find them by these words.</summary>
    public const string Pair = "most similar pair among all";
    public const string Tokenising = "of which tokenising";
    public const string Encoding = "of which encoding, tokenising included";
    public const string Comparing = "of which comparing vectors";
    public const string Query = "one query";
    public const string PairRate = "pairs scored";
    public const string Arithmetic = "arithmetic of comparing";
    public const string ExtraMemory = "memory beyond the vectors, at most";

    /// <summary>Of the paper's example.</summary>
    public const int Sentences = 10_000;

    private const int RerankedDepth = 100;

    private const int QueriesOfIndex = 200;

    // Halves of an order of magnitude: enough for a straight line on logarithmic axes.
    private static readonly int[] SizesOfBiEncoder = [100, 300, 1000, 3000, Sentences];

    // Fewer pairs of a stratum leave the scorer's batches emptier than they are among all pairs: 0.031 batches a pair with 1,024, 0.044 with 128, 0.073 with 32; among
    // 16,384 at once, as --full scores them, 0.029 (reports/LOG.md, where no difference in time was found beyond the machine's own). BERT-base is too slow on a CPU for more.
    private const int PairsOfMiniShape = 1024;
    private const int PairsOfBaseShape = 128;

    private static readonly int[] SizesAtSampleScale = [25, 50, 100, 200];

    public static readonly Study Value = new("section1", "Section 1: what a search costs", "How long does it take to find the most similar pair among n sentences, or the neighbours of one query?")
    {
        StepsAt = scale => FreshProcesses.ForTimes(scale, scale switch
        {
            Scale.Sample =>
            [
                Bi(Systems.BagOfWords, scale, SizesAtSampleScale), Bi(Systems.MiniBertMean, scale, SizesAtSampleScale), Cross(Systems.CrossMiniShape, scale, 16, sizes: [4, 8, 16]), Full(Systems.CrossMiniShape, scale),
                Rerank(Systems.MiniBertMean, Systems.CrossMiniShape, scale, queries: 5),
            ],
            Scale.Small =>
            [
                Bi(Systems.Glove6B50Partial, scale), Bi(Systems.PotionBase4M, scale), Bi(Systems.MiniBertMean, scale), Bi(Systems.BertBaseShape, scale),
                Cross(Systems.CrossMiniShape, scale, PairsOfMiniShape, sizes: [30, 100, 300]), Cross(Systems.CrossBertBaseShape, scale, PairsOfBaseShape, sizes: [25, 50, 100]),
                Full(Systems.CrossMiniShape, scale), Full(Systems.CrossBertBaseShape, scale),
                Indexed(Systems.PotionBase4M, scale), Indexed(Systems.MiniBertMean, scale), Indexed(Systems.BertBaseShape, scale),
                Rerank(Systems.MiniBertMean, Systems.CrossMiniShape, scale, queries: 40), Rerank(Systems.BertBaseShape, Systems.CrossBertBaseShape, scale, queries: 20), Share,
            ],
            _ =>
            [
                Bi(Systems.Glove6B300, scale), Bi(Systems.BertBaseShape, scale), Bi(Systems.SbertNliBase, scale),
                Cross(Systems.CrossBertBaseShape, scale, 1024, sizes: [100, 300, 1000]), Full(Systems.CrossBertBaseShape, scale),
                Indexed(Systems.SbertNliBase, scale), Rerank(Systems.BertBaseShape, Systems.CrossBertBaseShape, scale, queries: 100), Share,
            ],
        }),
    };

    private static BestPairShare Share => new(Sentences, BertConfig.Base.HiddenSize, Rounds: 20);

    private static BiEncoderSearch Bi(SystemSpec system, Scale scale, int[]? sizes = null) => new(system, SentenceSet.At(scale), sizes ?? SizesOfBiEncoder);

    private static CrossEncoderSearch Cross(SystemSpec system, Scale scale, int pairsPerBatch, int[] sizes) => new(system, SentenceSet.At(scale), Sentences, pairsPerBatch, sizes);

    private static ExhaustivePairSearch Full(SystemSpec system, Scale scale) => new(system, SentenceSet.At(scale), Sentences);

    private static IndexedSearch Indexed(SystemSpec system, Scale scale) =>
        new(system, SentenceSet.At(scale), Sentences - QueriesOfIndex, QueriesOfIndex, new IndexKind.Faiss("HNSW32", "efSearch") { Efforts = [64] });

    private static RetrieveThenRerank Rerank(SystemSpec retriever, SystemSpec reranker, Scale scale, int queries) =>
        new(retriever, reranker, SentenceSet.At(scale), scale == Scale.Sample ? 1000 : Sentences - queries, RerankedDepth, queries);
}
