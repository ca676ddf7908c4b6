using SbertRepro.Encoders.Baselines;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments;

/// <summary>A system ready to be asked: a bi-encoder, or a scorer that reads both sentences.</summary>
public abstract record OpenSystem : IDisposable
{
    private OpenSystem()
    {
    }

    public abstract void Dispose();

    /// <summary>Announces all sets that will be measured: a system that streams its vectors from a large file then reads it once.</summary>
    public virtual void Prepare(IEnumerable<TaskData> datasets, CancellationToken cancellation)
    {
    }

    /// <summary>The same system with its vectors kept on disk; a scorer has none. The system itself is still to be disposed, this view is not.</summary>
    public virtual OpenSystem Remembering(VectorCache vectors, string identity) => this;

    /// <summary>Measures the system on a dataset.</summary>
    public abstract TaskResult Measure(TaskData dataset, IProgress<WorkProgress>? progress, CancellationToken cancellation);

    public sealed record Encodes(ISentenceEncoder Encoder) : OpenSystem
    {
        /// <summary>Word vectors that may know only some of the words.</summary>
        private AverageGlove? Words { get; init; } = Encoder as AverageGlove;

        public override void Prepare(IEnumerable<TaskData> datasets, CancellationToken cancellation) =>
            Words?.Prepare(datasets.SelectMany(dataset => dataset.Sentences), cancellation);

        public override TaskResult Measure(TaskData dataset, IProgress<WorkProgress>? progress, CancellationToken cancellation)
        {
            var result = dataset.Measure(Encoder, progress, cancellation);
            return result with { Notes = [.. result.Notes, .. Notes(dataset)] };
        }

        public override OpenSystem Remembering(VectorCache vectors, string identity) => new Encodes(new RememberingEncoder(Encoder, vectors, identity)) { Words = Words };

        public override void Dispose() => Encoder.Dispose();

        // A number from vectors that know only some of the words must be read with their share.
        private IReadOnlyList<string> Notes(TaskData dataset) => Words is null ? [] : [Words.Coverage([.. dataset.Sentences])];
    }

    public sealed record Scores(IPairScorer Scorer) : OpenSystem
    {
        public override TaskResult Measure(TaskData dataset, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
            dataset.Measure(Scorer, progress, cancellation);

        public override void Dispose() => Scorer.Dispose();
    }
}
