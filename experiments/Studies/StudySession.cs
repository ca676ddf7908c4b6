using System.Diagnostics;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Cost;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments.Training;
using TorchSharp;

namespace SbertRepro.Experiments.Studies;

/// <summary>What a run has to do about a step.</summary>
public abstract record StepState
{
    private StepState()
    {
    }

    /// <summary>Measured with exactly these inputs.</summary>
    public sealed record Fresh(StudyRecord Record) : StepState;

    /// <summary>Not measured yet (<paramref name="Changes"/> is null), or with other inputs, which are named.</summary>
    public sealed record Stale(Fingerprint Now, IReadOnlyList<string>? Changes) : StepState;

    public sealed record NotRun(string Reason, string? Next) : StepState;
}

/// <summary>A step and its state when the plan was made.</summary>
public sealed record PlannedStep(Study Study, StudyStep Step, StepState State)
{
    public override string ToString() => $"{Study.Id} {Step.Id}";
}

/// <summary>What happened to a stale step; exactly one of the two is there.</summary>
public sealed record StepOutcome(PlannedStep Planned, StudyRecord? Record, Exception? Failure);

/// <summary>Measures a step in a process that is started for it, by <see cref="StudySession.MeasureHere"/>; what it writes while it works is progress.</summary>
public delegate StudyRecord MeasureElsewhere(Study study, StudyStep step, IProgress<string>? progress, CancellationToken cancellation);

/// <summary>Plans the steps of studies and measures the stale ones, each saved before the next begins. Nothing keeps two runs apart: whoever starts both spoils the times of both.</summary>
/// <param name="setting">Where and how.</param>
/// <param name="records">Where steps are kept.</param>
/// <param name="sources">Where files come from.</param>
/// <param name="opening">Makes systems out of their files.</param>
/// <param name="describe">Whose process this is.</param>
/// <param name="workFolder">For state that outlives the process.</param>
/// <param name="elsewhere">Measures a step in a fresh process.</param>
public sealed class StudySession(
    Setting setting, RecordStore<StudyRecord> records, Sources sources, Opening opening, Describe describe, string workFolder, MeasureElsewhere elsewhere)
{
    private static readonly (string Name, string Hash)[] Code =
    [
        ("code/encoders", CodeHash.Of(typeof(Pooling).Assembly, "code/encoders")),
        ("code/search", CodeHash.Of(typeof(BestPair).Assembly, "code/search")),
        ("code/cost", CodeHash.Of(typeof(PairCost).Assembly, "code/cost")),
        .. new[] { nameof(SentenceSet), nameof(Quantities) }.Select(OfStudies),
    ];

    // A file at a time: a new study leaves the others fresh.
    private static (string Name, string Hash) OfStudies(string file) => ($"code/studies/{file}", CodeHash.Of(typeof(Study).Assembly, $"code/studies/{file}"));

    public Setting Setting => setting;

    /// <param name="studies">Which; every one where empty.</param>
    /// <param name="systems">Only steps that use one of these; every one where empty.</param>
    /// <param name="full">Also the steps that take hours.</param>
    /// <param name="opens">Whether a system may be opened, which trains it where it has to be.</param>
    public IReadOnlyList<PlannedStep> Plan(IReadOnlyList<Study> studies, IReadOnlyList<SystemSpec> systems, bool full, Func<SystemSpec, bool> opens) =>
    [
        .. from study in studies
           from step in study.StepsAt(setting.Scale)
           where systems.Count == 0 || step.Systems.Any(systems.Contains)
           let planned = new PlannedStep(study, step, StateOf(study, step))
           where planned.State is StepState.Fresh || ((full || !step.OnDemand) && step.Systems.All(opens))
           select planned,
    ];

    public StepState StateOf(Study study, StudyStep step)
    {
        if (step.Missing is { } lacking) return new StepState.NotRun(lacking.Reason, lacking.Next);
        var found = Found(step).ToList();
        if (found.Select(each => each.Missing).OfType<CellState.NotRun>().FirstOrDefault() is { } missing) return new StepState.NotRun(missing.Reason, missing.Next);
        var now = FingerprintOf(step, found.SelectMany(each => each.Files));
        var before = records.Find(setting.Scale.Name(), setting.MachineId, StudyRecord.NameOf(study.Id, step.Id));
        return before?.Fingerprint.Equals(now) == true ? new StepState.Fresh(before) : new StepState.Stale(now, before?.Fingerprint.DifferencesTo(now));
    }

    /// <summary>Measures steps one by one. A failure ends its step, not the others.</summary>
    /// <param name="steps">The stale ones of a plan.</param>
    /// <param name="follow">Runs one step's work under a progress display.</param>
    /// <param name="cancellation">Leaves what is saved and stops.</param>
    public IEnumerable<StepOutcome> Measure(
        IEnumerable<PlannedStep> steps, Func<PlannedStep, Func<IProgress<WorkProgress>?, StudyRecord>, StudyRecord> follow, CancellationToken cancellation)
    {
        foreach (var planned in steps)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Measure(planned, follow, cancellation);
        }
    }

    private StepOutcome Measure(PlannedStep planned, Func<PlannedStep, Func<IProgress<WorkProgress>?, StudyRecord>, StudyRecord> follow, CancellationToken cancellation)
    {
        try
        {
            var record = follow(planned, progress => planned.Step.Processes == 1
                ? MeasureHere(planned.Study, planned.Step, progress, cancellation)
                : MeasureElsewhere(planned.Study, planned.Step, progress, cancellation));
            record = record with { Notes = [.. record.Notes, .. planned.Step.Conclusions(record.Quantities)] };
            records.Save(record);
            return new StepOutcome(planned, record, null);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new StepOutcome(planned, null, failure);
        }
    }

    private StudyRecord MeasureElsewhere(Study study, StudyStep step, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var (started, clock) = (DateTimeOffset.UtcNow, Stopwatch.StartNew());
        var processes = Enumerable.Range(0, step.Processes).Select(process => elsewhere(study, step, Following(process), cancellation)).ToList();
        return FreshProcesses.Join(processes) with { Provenance = describe(started, clock.Elapsed.TotalSeconds, FilesOf(step), setting.DeviceName) };

        IProgress<string>? Following(int process) => progress is null ? null : new ProcessProgress(process, step.Processes, progress);
    }

    /// <summary>Measures a step once, in this process, fresh or not, and does not keep it.</summary>
    /// <exception cref="ActionableException">The step cannot run here.</exception>
    public StudyRecord MeasureHere(Study study, StudyStep step, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        if (StateOf(study, step) is StepState.NotRun missing) throw new ActionableException(missing.Reason, $"{study.Id} {step.Id}", next: missing.Next);
        var files = FilesOf(step);
        var fingerprint = FingerprintOf(step, files);
        var paths = files.DistinctBy(file => file.Id).ToDictionary(file => file.Id, file => file.Path, StringComparer.Ordinal);
        LibTorch.Load();
        torch.set_num_threads(setting.Threads);
        var probe = MachineProbes.Take(setting.Device == "cuda" ? torch.CUDA : torch.CPU, seconds: setting.Scale == Scale.Sample ? 0.5 : 5, cancellation);
        var (started, clock) = (DateTimeOffset.UtcNow, Stopwatch.StartNew());
        var context = new StudyContext(setting, id => paths[id], Open, workFolder, progress, cancellation)
        {
            Identity = fingerprint.Hash,
            VectorsOf = system => new Fingerprint(InputsOf(system)).Hash,
            TokenizationOf = system => Opening.TokenizationOf(system, sources.OfSystem(system).Files),
            ShapeOf = system => Opening.ShapeOf(system, sources.OfSystem(system).Files),
            OpenAt = (system, precision) => opening.At(precision).Open(system, sources.OfSystem(system).Files, seed: 1, progress, cancellation),
            Export = (system, folder, precision) => opening.Export(system, sources.OfSystem(system).Files, folder, precision, seed: 1, progress, cancellation),
        };
        var result = step.Measure(context);
        var provenance = describe(started, clock.Elapsed.TotalSeconds, files, setting.DeviceName);
        return new StudyRecord(setting.Scale.Name(), setting.MachineId, study.Id, step.Id, result.Quantities, result.Notes, probe, fingerprint, provenance);

        OpenSystem Open(SystemSpec system) => opening.Open(system, sources.OfSystem(system).Files, seed: 1, progress, cancellation);
    }

    private SourceFile[] FilesOf(StudyStep step) => [.. Found(step).SelectMany(found => found.Files)];

    private IEnumerable<Found> Found(StudyStep step) => step.Systems.Select(sources.OfSystem).Append(sources.OfArtifacts(string.Join(' ', step.Artifacts), step.Artifacts));

    private Fingerprint FingerprintOf(StudyStep step, IEnumerable<SourceFile> files)
    {
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["device"] = setting.Device,
            ["precision"] = setting.Precision,
            ["threads"] = setting.Threads.ToString(System.Globalization.CultureInfo.InvariantCulture), // of a time, unlike of a score
        };
        foreach (var (name, hash) in Code.Concat(step.Parts.Append(step.Source).Concat(step.Processes > 1 ? [nameof(FreshProcesses)] : []).Select(OfStudies)).Concat(step.Code)) inputs[name] = hash;
        if (step.Processes > 1) inputs["step/processes"] = step.Processes.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (name, value) in step.Settings) inputs[$"step/{name}"] = value;
        foreach (var system in step.Systems)
            foreach (var (name, value) in system.Recipe.Settings) inputs[$"system/{system.Id}/{name}"] = value;
        if (step.Systems.Any(system => system.Recipe is TrainedRecipe)) inputs["code/training"] = TrainedModels.Code;
        foreach (var file in files) inputs[$"file/{file.Id}"] = file.Sha256;
        foreach (var (name, version) in Fingerprints.Libraries) inputs[$"library/{name}"] = version;
        return new Fingerprint(inputs);
    }

    // Processes are the same length of work, whatever each says of its own.
    private sealed class ProcessProgress(int process, int processes, IProgress<WorkProgress> progress) : IProgress<string>
    {
        public void Report(string value) =>
            progress.Report(new WorkProgress(process, processes, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"process {process + 1} of {processes}; {value}")));
    }

    private SortedDictionary<string, string> InputsOf(SystemSpec system)
    {
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["device"] = setting.Device,
            ["precision"] = setting.Precision,
            ["code/encoders"] = CodeHash.Of(typeof(Pooling).Assembly, "code/encoders"),
        };
        if (system.Recipe is TrainedRecipe) inputs["code/training"] = TrainedModels.Code;
        foreach (var (name, value) in system.Recipe.Settings) inputs[$"system/{name}"] = value;
        foreach (var file in sources.OfSystem(system).Files) inputs[$"file/{file.Id}"] = file.Sha256;
        foreach (var (name, version) in Fingerprints.Libraries) inputs[$"library/{name}"] = version;
        return inputs;
    }
}
