using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders.Search;

/// <summary>
/// Scores by products of bytes: each vector is scaled so that its largest component becomes 127 and rounded. A quarter of the memory of float32, which is what
/// a single query waits for. On the CPU, in managed code.
/// </summary>
internal sealed class ByteScreen : IScreen
{
    private const int Largest = 127;

    /// <summary>Vectors that stay in the second-level cache while all queries pass over them: 512 KB at 256 components.</summary>
    private const int VectorsPerBlock = 2048;

    private readonly sbyte[] codes; // N x D
    private readonly float[] scales; // N: what a vector's product is worth, its length divided out
    private readonly int dimension;

    public ByteScreen(SentenceVectors source)
    {
        (codes, scales, dimension) = (new sbyte[source.Values.LongLength], new float[source.Count], source.Dimension);
        Parallel.For(0, source.Count, row => scales[row] = Encode(source[row], codes.AsSpan(row * dimension, dimension)));
    }

    public long Bytes => codes.LongLength + (sizeof(float) * scales.LongLength);

    public double? Error => null;

    public ShortList[] Screen(SentenceVectors queries, int size, CancellationToken cancellation)
    {
        var encoded = new short[queries.Count][];
        for (var query = 0; query < encoded.Length; query++)
        {
            var bytes = new sbyte[dimension];
            Encode(queries[query], bytes);
            encoded[query] = [.. bytes.Select(value => (short)value)];
        }

        var workers = Math.Clamp(Environment.ProcessorCount, 1, Math.Max(1, scales.Length / VectorsPerBlock));
        var lists = new ShortList[workers][];
        Parallel.For(0, workers, worker =>
            lists[worker] = Part((int)((long)scales.Length * worker / workers), (int)((long)scales.Length * (worker + 1) / workers), encoded, size, cancellation));
        for (var worker = 1; worker < workers; worker++)
        {
            for (var query = 0; query < encoded.Length; query++) lists[0][query].AddAll(lists[worker][query]);
        }

        return lists[0];
    }

    private ShortList[] Part(int start, int end, short[][] queries, int size, CancellationToken cancellation)
    {
        ShortList[] lists = [.. queries.Select(_ => new ShortList(size))];
        var scores = new float[VectorsPerBlock];
        for (var first = start; first < end; first += VectorsPerBlock)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(VectorsPerBlock, end - first);
            for (var query = 0; query < queries.Length; query++)
            {
                for (var i = 0; i < count; i++)
                    scores[i] = scales[first + i] * ByteProduct.Of(codes.AsSpan((first + i) * dimension, dimension), queries[query]);
                lists[query].AddRange(scores.AsSpan(0, count), first);
            }
        }

        return lists;
    }

    /// <summary>Rounds to bytes; returns the factor that turns products with this vector into products with its unit vector. A zero vector gives 0.</summary>
    private static float Encode(ReadOnlySpan<float> vector, Span<sbyte> bytes)
    {
        double largest = 0, squares = 0;
        foreach (var value in vector)
        {
            largest = Math.Max(largest, Math.Abs((double)value));
            squares += (double)value * value;
        }

        if (squares == 0) return 0;
        for (var i = 0; i < vector.Length; i++) bytes[i] = (sbyte)Math.Round(vector[i] / largest * Largest);
        return (float)(largest / Largest / Math.Sqrt(squares));
    }

    public void Dispose()
    {
    }
}
