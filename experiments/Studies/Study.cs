using SbertRepro.Encoders;
using SbertRepro.Encoders.Onnx;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Studies;

/// <summary>What a part of the paper costs, or how well something works that is no score of one system on one dataset: searches, speeds, retrieval. A value; nothing runs here.</summary>
/// <param name="Id">section1 ...: what --table takes, and the beginning of its files' names.</param>
/// <param name="Title">A line for headings.</param>
/// <param name="Question">What the study answers, in one sentence.</param>
public sealed record Study(string Id, string Title, string Question)
{
    /// <summary>The steps at a scale, in the order in which they run.</summary>
    public required Func<Scale, IReadOnlyList<StudyStep>> StepsAt { get; init; }
}

/// <summary>The smallest piece of a study that is measured and saved as a whole.</summary>
/// <param name="Id">Unique within the study; safe as a file name.</param>
/// <param name="Systems">That it opens.</param>
/// <param name="Artifacts">Ids of the other files that it reads.</param>
public abstract record StudyStep(string Id, IReadOnlyList<SystemSpec> Systems, IReadOnlyList<string> Artifacts)
{
    /// <summary>Name and value of everything else that could change a number.</summary>
    public abstract IEnumerable<(string Name, string Value)> Settings { get; }

    /// <summary>The file of this folder, without its ending, whose code defines the step: its hash is part of the fingerprint.</summary>
    public virtual string Source => GetType().Name;

    /// <summary>Files of this folder, without their ending, that decide the numbers besides the step's own.</summary>
    public virtual IReadOnlyList<string> Parts => [];

    /// <summary>Hashes of code outside of this folder that decides the numbers, besides what all steps share.</summary>
    public virtual IEnumerable<(string Name, string Hash)> Code => [];

    /// <summary>Hours, so only on demand (--full).</summary>
    public virtual bool OnDemand => false;

    /// <summary>
    /// Fresh processes that measure the step one after another, whose numbers are joined (<see cref="FreshProcesses"/>): where memory lies and what the runtime has compiled
    /// differ from process to process, and no number of samples of one shows it. 1: this one, once.
    /// </summary>
    public int Processes { get; init; } = 1;

    /// <summary>What this machine lacks besides files, with the next step; null when nothing.</summary>
    public virtual CellState.NotRun? Missing => null;

    public abstract StudyResult Measure(StudyContext context);

    /// <summary>Sentences about the numbers that were measured in the end.</summary>
    public virtual IEnumerable<string> Conclusions(IReadOnlyList<Quantity> quantities) => [];
}

/// <summary>What a step found.</summary>
public sealed record StudyResult(IReadOnlyList<Quantity> Quantities)
{
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>What a step works with.</summary>
/// <param name="Setting">Where and how it computes.</param>
/// <param name="Resolve">Artifact id to local path.</param>
/// <param name="Open">Opens a system; the caller disposes it.</param>
/// <param name="WorkFolder">For the state of work that outlives a process; survives until its owner deletes it.</param>
/// <param name="Progress">Of the step.</param>
/// <param name="Cancellation">Leaves nothing half done behind.</param>
public sealed record StudyContext(
    Setting Setting, Func<string, string> Resolve, Func<SystemSpec, OpenSystem> Open, string WorkFolder, IProgress<WorkProgress>? Progress, CancellationToken Cancellation)
{
    /// <summary>Hash of everything that could change the step's numbers.</summary>
    public required string Identity { get; init; }

    /// <summary>Hash of everything that could change a system's vectors: steps that share it can share them.</summary>
    public Func<SystemSpec, string> VectorsOf { get; init; } = Unavailable<string>;

    /// <summary>How a BERT cuts text into tokens; null for systems that are no BERT.</summary>
    public required Func<SystemSpec, BertTokenization?> TokenizationOf { get; init; }

    /// <summary>Opens a system in another precision ("fp32" or "bf16") than the setting's; the caller disposes it.</summary>
    public Func<SystemSpec, string, OpenSystem> OpenAt { get; init; } = (system, _) => Unavailable<OpenSystem>(system);

    /// <summary>Writes a system into a folder as ONNX.</summary>
    public Action<SystemSpec, string, OnnxPrecision> Export { get; init; } = (system, _, _) => Unavailable<string>(system);

    /// <summary>Sizes of the BERT inside a system; null for systems that are no BERT.</summary>
    public Func<SystemSpec, BertConfig?> ShapeOf { get; init; } = Unavailable<BertConfig?>;

    /// <exception cref="ActionableException">The system has no sentence vectors.</exception>
    public ISentenceEncoder OpenEncoder(SystemSpec system) => Open(system) is OpenSystem.Encodes encodes ? encodes.Encoder : throw Wrong(system, "a bi-encoder");

    /// <exception cref="ActionableException">The system does not read pairs.</exception>
    public IPairScorer OpenScorer(SystemSpec system) => Open(system) is OpenSystem.Scores scores ? scores.Scorer : throw Wrong(system, "a cross-encoder");

    public void Report(long done, long total, string note) => Progress?.Report(new WorkProgress(done, total, note));

    // Whoever makes a context gives it what its steps ask for.
    private static T Unavailable<T>(SystemSpec system) => throw new NotSupportedException($"nothing was given to ask about {system.Id}");

    private static ActionableException Wrong(SystemSpec system, string expected) => new($"{system.Id} is another kind of system", "a study", expected);
}
