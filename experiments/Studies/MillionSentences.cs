using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// The third search of section 1: the nearest neighbours of one query among a million sentences, exactly in three precisions and with the indexes of FAISS, which the paper
/// cites for search in milliseconds. Real sentences, since recall measured on random vectors says nothing about real ones.
/// </summary>
public static class MillionSentences
{
    /// <summary>What the quantities of this study measure, besides <see cref="StudyWords"/>.</summary>
    public const string RecallAt1 = "recall@1";
    public const string Batched = "all queries at once";
    public const string Building = "building the index";
    public const string Memory = "memory of the index";

    private const string Quantised = "IVF1024,PQ32np";
    private const int Members = 1_000_000;
    private const int Queries = 1000; // a 99th percentile with ten above it

    private static readonly IndexKind[] Exact = [.. Enum.GetValues<IndexPrecision>().Select(precision => new IndexKind.Exact(precision))];

    /// <summary>A thousand lists: the square root of a million. What takes longest to build comes last.</summary>
    private static readonly IndexKind[] Large = [.. Exact, Lists("IVF1024,Flat", [1, 4, 16, 32, 64]), Lists(Quantised, [4, 16, 64]), Hnsw([16, 32, 64, 128, 256])];

    /// <summary>For seconds: training a product quantiser alone takes ten.</summary>
    private static readonly IndexKind[] Small = [.. Exact, Lists("IVF64,Flat", [1, 4, 16]), Hnsw([16, 64])];

    public static readonly Study Value = new(
        StudyWords.Million, "Section 1: one query among a million sentences",
        "How long do the nearest neighbours of a sentence among a million take, and how many of them does a faster search find?")
    {
        StepsAt = scale => scale switch
        {
            Scale.Sample => [.. Small.Select(index => new NeighbourSearch(Systems.MiniBertMean, DistinctSentences.Sample, 3_000, 100, index) { Seconds = 0.5 })],
            Scale.Small => [.. On(Systems.PotionBase4M), .. OnLong(Systems.Glove6B300Partial), .. On(Systems.MiniBertMean, slow: true)],
            _ => [.. On(Systems.AllMiniLmL6, slow: true), .. On(Systems.SbertNliBase, slow: true)],
        },
    };

    private static IEnumerable<StudyStep> On(SystemSpec system, bool slow = false) =>
        Large.Select(index => new NeighbourSearch(system, DistinctSentences.Real, Members, Queries, index) { SlowEncoding = slow });

    // Of 300 components, which are no multiple of a product quantiser's 32 parts; on demand, since HNSW took 28 minutes to build on two cores.
    private static IEnumerable<StudyStep> OnLong(SystemSpec system) =>
        Large.Where(index => index is not IndexKind.Faiss { Factory: Quantised }).Select(index => new NeighbourSearch(system, DistinctSentences.Real, Members, Queries, index) { SlowEncoding = true });

    private static IndexKind.Faiss Hnsw(int[] efforts) => new("HNSW32", "efSearch") { Efforts = efforts };

    private static IndexKind.Faiss Lists(string factory, int[] probes) => new(factory, "nprobe") { Efforts = probes };
}
