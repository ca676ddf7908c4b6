using System.Numerics.Tensors;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Encoders.Search;

/// <summary>An approximate index of FAISS (Johnson et al. 2017), the library the paper cites for search in milliseconds. Vectors are scaled to length 1; scores are cosines.</summary>
public sealed class FaissIndex : IVectorIndex
{
    /// <summary>Vectors that train a quantiser: FAISS takes at most 256 per centroid, so this is enough for 1,024 centroids.</summary>
    private const int TrainingVectors = 1 << 18;

    private const int VectorsPerAdd = 1 << 15;

    private readonly FaissHandle handle;
    private readonly int dimension;
    private readonly int threads;

    private FaissIndex(FaissHandle handle, int threads) =>
        (this.handle, this.threads, dimension, Count) = (handle, threads, FaissLibrary.Dimension(handle), checked((int)FaissLibrary.Count(handle)));

    public int Count { get; private set; }

    /// <summary>Trains, where the kind of index needs it, and adds the vectors.</summary>
    /// <param name="factory">In FAISS's notation: HNSW32, IVF1024,Flat, IVF1024,PQ32np ... (np: without the polysemous training, minutes of annealing for a filter that is off by default).</param>
    /// <param name="vectors">N x D; not kept.</param>
    /// <param name="threads">For building and batched search; all processors unless given.</param>
    /// <param name="parameters">Set before the vectors go in, e.g. efConstruction.</param>
    /// <param name="progress">Vectors added.</param>
    /// <param name="cancellation">Checked between blocks of vectors.</param>
    /// <exception cref="ActionableException">The library is not built, or FAISS refuses; its message is passed on.</exception>
    public static FaissIndex Build(
        string factory, SentenceVectors vectors, int? threads = null, IReadOnlyList<(string Name, double Value)>? parameters = null,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        FaissLibrary.Load();
        FaissLibrary.Check(FaissLibrary.Create(vectors.Dimension, factory, out var handle), factory);
        var index = new FaissIndex(handle, threads ?? Environment.ProcessorCount);
        try
        {
            foreach (var (name, value) in parameters ?? []) index.Set(name, value);
            index.Train(vectors, factory);
            for (var start = 0; start < vectors.Count; start += VectorsPerAdd)
            {
                cancellation.ThrowIfCancellationRequested();
                var end = Math.Min(start + VectorsPerAdd, vectors.Count);
                FaissLibrary.Check(FaissLibrary.Add(handle, end - start, Unit(vectors, Enumerable.Range(start, end - start))), factory);
                progress?.Report(new WorkProgress(end, vectors.Count));
            }

            index.Count = vectors.Count;
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>Reads an index that <see cref="Save"/> wrote.</summary>
    public static FaissIndex Load(string path, int? threads = null)
    {
        FaissLibrary.Load();
        FaissLibrary.Check(FaissLibrary.Load(path, out var handle), path);
        return new FaissIndex(handle, threads ?? Environment.ProcessorCount);
    }

    /// <summary>How much effort a search makes, by FAISS's names: efSearch of HNSW, nprobe of IVF.</summary>
    public void Set(string name, double value) => FaissLibrary.Check(FaissLibrary.Set(handle, name, value), $"{name} = {value}");

    public void Save(string path) => FaissLibrary.Check(FaissLibrary.Save(handle, path), path);

    /// <inheritdoc/>
    public NearestNeighbours Search(SentenceVectors queries, int k, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (queries.Dimension != dimension) throw new ActionableException($"queries of {queries.Dimension} components", "search", $"{dimension}, as the vectors of the index have");
        cancellation.ThrowIfCancellationRequested();
        var (scores, ids) = (new float[queries.Count * k], new long[queries.Count * k]);
        FaissLibrary.SetThreads(threads);
        FaissLibrary.Check(FaissLibrary.Search(handle, queries.Count, Unit(queries, Enumerable.Range(0, queries.Count)), k, scores, ids), "search");
        for (var i = 0; i < ids.Length; i++)
        {
            if (ids[i] < 0) scores[i] = float.NegativeInfinity; // FAISS's own mark is -1 as well
        }

        return new NearestNeighbours(k, [.. ids.Select(id => (int)id)], scores);
    }

    private void Train(SentenceVectors vectors, string factory)
    {
        FaissLibrary.SetThreads(threads);
        var random = new SplitMix64(1);
        var rows = vectors.Count <= TrainingVectors ? Enumerable.Range(0, vectors.Count) : Enumerable.Range(0, TrainingVectors).Select(_ => random.Below(vectors.Count));
        int[] sample = [.. rows];
        FaissLibrary.Check(FaissLibrary.Train(handle, sample.Length, Unit(vectors, sample)), factory);
    }

    private static float[] Unit(SentenceVectors vectors, IEnumerable<int> rows)
    {
        int[] chosen = [.. rows];
        var unit = new float[checked(chosen.Length * vectors.Dimension)];
        for (var i = 0; i < chosen.Length; i++)
        {
            ReadOnlySpan<float> vector = vectors[chosen[i]];
            var norm = TensorPrimitives.Norm(vector);
            if (!float.IsFinite(norm)) throw new ActionableException("a value is NaN or infinite", $"vector {chosen[i]}", "finite values", "check the model that made the vectors");
            if (norm > 0) TensorPrimitives.Divide(vector, norm, unit.AsSpan(i * vectors.Dimension, vectors.Dimension));
        }

        return unit;
    }

    public void Dispose() => handle.Dispose();
}
