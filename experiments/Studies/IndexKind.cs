using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using TorchSharp;

namespace SbertRepro.Experiments.Studies;

/// <summary>A way to search among vectors. A value; nothing is built here before <see cref="Build"/>.</summary>
/// <param name="Id">Safe as a part of a file name.</param>
/// <param name="Name">As printed.</param>
/// <param name="Effort">What decides between speed and recall, by the name that the library gives it; null where nothing does.</param>
public abstract record IndexKind(string Id, string Name, string? Effort)
{
    /// <summary>Efforts to measure, rising; empty where there is no choice.</summary>
    public IReadOnlyList<int> Efforts { get; init; } = [];

    /// <summary>What this machine lacks, with the next step; null when nothing.</summary>
    public virtual CellState.NotRun? Missing => null;

    /// <summary>Hashes of code outside of C# that decides the numbers.</summary>
    public virtual IEnumerable<(string Name, string Hash)> Code => [];

    public abstract IVectorIndex Build(SentenceVectors vectors, StudyContext context);

    /// <summary>Of the index's own data; not measured by the memory of the process, in which much else comes and goes.</summary>
    public abstract long Bytes(IVectorIndex index, StudyContext context);

    /// <summary>Before searching with an effort of <see cref="Efforts"/>.</summary>
    public virtual void SetEffort(IVectorIndex index, int effort) => throw new NotSupportedException($"{Name} knows no effort");

    /// <summary>Every query meets every vector; the precision is that of the first comparison. Bytes are compared on the CPU only.</summary>
    public sealed record Exact(IndexPrecision Precision)
        : IndexKind($"exact-{Precision.ToString().ToLowerInvariant()}", $"exact, {Precision.ToString().ToLowerInvariant()}", Effort: null)
    {
        public override IVectorIndex Build(SentenceVectors vectors, StudyContext context) =>
            new ExactIndex(vectors, Precision, context.Setting.Device == "cuda" && Precision != IndexPrecision.Int8 ? torch.CUDA : torch.CPU);

        public override long Bytes(IVectorIndex index, StudyContext context) => ((ExactIndex)index).Bytes;
    }

    /// <summary>An approximate index of FAISS, always on the CPU. A query that is asked alone has one thread (src/native/faiss says why); many at once have all.</summary>
    /// <param name="Factory">In FAISS's notation, such as HNSW32 or IVF1024,Flat.</param>
    /// <param name="Parameter">efSearch or nprobe.</param>
    public sealed record Faiss(string Factory, string Parameter)
        : IndexKind($"faiss-{Factory.Replace(',', '-').ToLowerInvariant()}", $"FAISS {Factory}", Parameter)
    {
        public override IEnumerable<(string Name, string Hash)> Code => [("code/faiss", CodeHash.Of(typeof(IndexKind).Assembly, "code/faiss"))];

        public override CellState.NotRun? Missing => FaissLibrary.WhyNot is { } reason ? WithoutFaiss(reason) : null;

        public override IVectorIndex Build(SentenceVectors vectors, StudyContext context) =>
            FaissIndex.Build(Factory, vectors, context.Setting.Threads, progress: context.Progress, cancellation: context.Cancellation);

        /// <summary>As many as FAISS writes to a file, which is gone again.</summary>
        public override long Bytes(IVectorIndex index, StudyContext context)
        {
            Directory.CreateDirectory(context.WorkFolder);
            var path = Path.Combine(context.WorkFolder, $"{Id}-{Guid.NewGuid():n}.tmp");
            try
            {
                ((FaissIndex)index).Save(path);
                return new FileInfo(path).Length;
            }
            finally
            {
                File.Delete(path);
            }
        }

        public override void SetEffort(IVectorIndex index, int effort) => ((FaissIndex)index).Set(Parameter, effort);
    }

    /// <summary>"What is wrong. Next: what to do" in two parts.</summary>
    public static CellState.NotRun WithoutFaiss(string reason) => reason.Split(". Next: ", 2) is [var what, var next] ? new(what, next) : new(reason, null);
}
