using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Search;

/// <summary>The numbers in which an <see cref="ExactIndex"/> compares a query with every vector.</summary>
public enum IndexPrecision
{
    /// <summary>float32: the answer is proven exact.</summary>
    Float32,

    /// <summary>bfloat16: half the memory; exact but for neighbours that rounding pushed out of the short list.</summary>
    BFloat16,

    /// <summary>8-bit integers: a quarter of the memory, CPU only; the same proviso.</summary>
    Int8,
}

/// <summary>
/// Search without an index structure: every query meets every vector. The precision screens; a short list of several times k is computed again in float64, so the
/// scores are exact cosines, ordered by <see cref="Similarity.Cosine"/> and, among equals, by index. With float32 the list is widened until nothing outside it can belong inside.
/// </summary>
public sealed class ExactIndex : IVectorIndex
{
    private readonly SentenceVectors vectors;
    private readonly IScreen screen;

    /// <summary>Keeps a reference to the vectors, which must not change, beside its own copy in the precision.</summary>
    /// <param name="vectors">N x D.</param>
    /// <param name="precision">Of the screening.</param>
    /// <param name="device">CPU unless given.</param>
    /// <exception cref="ActionableException">A value is not finite, or the precision does not exist on the device.</exception>
    public ExactIndex(SentenceVectors vectors, IndexPrecision precision = IndexPrecision.Float32, Device? device = null)
    {
        LibTorch.Load();
        device ??= CPU;
        this.vectors = vectors;
        screen = precision switch
        {
            IndexPrecision.Float32 => new ProductScreen(vectors, ScalarType.Float32, device),
            IndexPrecision.BFloat16 => new ProductScreen(vectors, ScalarType.BFloat16, device),
            IndexPrecision.Int8 when device.type == TorchSharp.DeviceType.CPU => new ByteScreen(vectors),
            IndexPrecision.Int8 => throw new ActionableException("int8 search", $"device {device}", "the CPU", "use bf16 there"),
            _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, null),
        };
    }

    public int Count => vectors.Count;

    /// <summary>Bytes of the index's own copy of the vectors.</summary>
    public long Bytes => screen.Bytes;

    /// <inheritdoc/>
    public NearestNeighbours Search(SentenceVectors queries, int k, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (queries.Dimension != vectors.Dimension)
            throw new ActionableException($"queries of {queries.Dimension} components", "search", $"{vectors.Dimension}, as the vectors of the index have");
        var found = new NearestNeighbours(k, new int[queries.Count * k], new float[queries.Count * k]);
        int[] open = [.. Enumerable.Range(0, queries.Count)];
        for (var size = Math.Min(Math.Max(4 * k, k + 32), Count); open.Length > 0; size = (int)Math.Min(8L * size, Count))
        {
            var rows = open; // of this round
            var lists = screen.Screen(Rows(queries, rows), size, cancellation);
            var proven = new bool[rows.Length];
            Parallel.For(0, rows.Length, i => proven[i] = Decide(queries[rows[i]], lists[i], found, rows[i]));
            open = [.. rows.Where((_, i) => !proven[i])];
        }

        return found;
    }

    /// <summary>Writes the best k of the list; false where a vector outside the list could still be among them.</summary>
    private bool Decide(ReadOnlySpan<float> query, ShortList list, NearestNeighbours found, int row)
    {
        var candidates = new (double Cosine, int Id)[list.Ids.Length];
        for (var i = 0; i < candidates.Length; i++) candidates[i] = (Similarity.Cosine(query, vectors[list.Ids[i]]), list.Ids[i]);
        Array.Sort(candidates, (a, b) => a.Cosine != b.Cosine ? b.Cosine.CompareTo(a.Cosine) : a.Id.CompareTo(b.Id));
        for (var rank = 0; rank < found.K; rank++)
        {
            (found.Scores[(row * found.K) + rank], found.Ids[(row * found.K) + rank]) =
                rank < candidates.Length ? ((float)candidates[rank].Cosine, candidates[rank].Id) : (float.NegativeInfinity, NearestNeighbours.Missing);
        }

        return screen.Error is not { } error || list.Ids.Length == Count || candidates[found.K - 1].Cosine > list.Threshold + error;
    }

    private static SentenceVectors Rows(SentenceVectors queries, int[] rows)
    {
        if (rows.Length == queries.Count) return queries;
        var chosen = new SentenceVectors(rows.Length, queries.Dimension);
        for (var i = 0; i < rows.Length; i++) queries[rows[i]].CopyTo(chosen[i]);
        return chosen;
    }

    public void Dispose() => screen.Dispose();
}
