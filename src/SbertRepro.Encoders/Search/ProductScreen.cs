using System.Runtime.InteropServices;
using SbertRepro.Evaluation.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Search;

/// <summary>Scores by matrix products in float32 or bfloat16, chunk by chunk, so that scores are read while they are still in the cache.</summary>
internal sealed class ProductScreen : IScreen
{
    /// <summary>Scores per product, 8 MB in float32: they stay in the last-level cache.</summary>
    private const int ScoresPerChunk = 1 << 21;

    private const int SmallestChunk = 4096;
    private const int RowsPerCopy = 1 << 16;

    private readonly Tensor vectors; // (N, D) on the device, unit length
    private readonly ScalarType type;

    public ProductScreen(SentenceVectors source, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        this.type = type;
        vectors = empty(source.Count, source.Dimension, dtype: type, device: device);
        for (var start = 0; start < source.Count; start += RowsPerCopy)
        {
            using var step = NewDisposeScope();
            var end = Math.Min(start + RowsPerCopy, source.Count);
            vectors[start..end].copy_(UnitRows.Of(source, start, end, device));
        }

        vectors.MoveToOuterDisposeScope();
        vectors.DetachFromDisposeScope();
    }

    public long Bytes => vectors.numel() * vectors.element_size();

    public double? Error => type == ScalarType.Float32 ? Rounding.Product(type, (int)vectors.shape[1]) : null;

    public ShortList[] Screen(SentenceVectors queries, int size, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        ShortList[] lists = [.. Enumerable.Range(0, queries.Count).Select(_ => new ShortList(size))];
        var unit = UnitRows.Of(queries, vectors.device).to(type);                       // (Q, D)
        var count = (int)vectors.shape[0];
        var chunk = Math.Max(SmallestChunk, ScoresPerChunk / Math.Max(1, queries.Count));
        for (var start = 0; start < count; start += chunk)
        {
            cancellation.ThrowIfCancellationRequested();
            using var step = NewDisposeScope();
            var scores = unit.mm(vectors[start..Math.Min(start + chunk, count)].t()).to(ScalarType.Float32); // (Q, C)
            if (scores.device_type == DeviceType.CPU) AddAll(scores, start, lists);
            else AddHighest(scores, start, size, lists);
        }

        return lists;
    }

    private static unsafe void AddAll(Tensor scores, int start, ShortList[] lists)
    {
        var chunk = (int)scores.shape[1];
        fixed (float* first = MemoryMarshal.Cast<byte, float>(scores.bytes))
        {
            var address = (nint)first; // a lambda cannot hold a span
            Parallel.For(0, lists.Length, query => lists[query].AddRange(new ReadOnlySpan<float>((float*)address + ((long)query * chunk), chunk), start));
        }
    }

    // Only the highest of a chunk leave the accelerator.
    private static void AddHighest(Tensor scores, int start, int size, ShortList[] lists)
    {
        var (values, indices) = scores.topk((int)Math.Min(size, scores.shape[1]), dim: 1);
        var (highest, ids, width) = (values.cpu().data<float>().ToArray(), indices.cpu().data<long>().ToArray(), (int)values.shape[1]);
        for (var i = 0; i < highest.Length; i++) lists[i / width].Add(highest[i], start + (int)ids[i]);
    }

    public void Dispose() => vectors.Dispose();
}
