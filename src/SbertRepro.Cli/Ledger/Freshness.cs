using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;

namespace SbertRepro.Cli.Ledger;

/// <summary>Whether stored results are those that the code and data of this checkout would give, on the machine and with the device they come from.</summary>
internal sealed class Freshness
{
    private readonly Session _cells;
    private readonly StudySession _steps;

    /// <param name="scale">Of the results.</param>
    /// <param name="machine">Whose results.</param>
    /// <param name="measured">Device, threads and machine as one of the results tells them.</param>
    /// <param name="precision">Of weights and activations.</param>
    /// <param name="results">Where they are kept.</param>
    /// <param name="sources">Data and models of this checkout.</param>
    public Freshness(Scale scale, string machine, Provenance measured, string precision, ResultStore results, Sources sources)
    {
        var computer = new Machine(measured.OperatingSystem, measured.Runtime, measured.Cpu, measured.Cores);
        var setting = new Setting(scale, measured.Device == "cpu" ? "cpu" : "cuda", measured.Device, precision, measured.Threads, computer) { MachineId = machine };
        var opening = CellOptions.Opening(setting, sources);
        Describe describe = new ThisProcess(setting, "sbert-repro ledger sign").Describe;
        _cells = new Session(setting, results, sources, opening, new VectorCache(Place.VectorsFolder), describe);
        _steps = new StudySession(setting, new RecordStore<StudyRecord>(results.Root), sources, opening, describe, Place.SearchesFolder,
            (_, _, _, _) => throw new NotSupportedException("states only"));
    }

    /// <summary>Names of the inputs that changed: none when fresh, null where files are missing to tell.</summary>
    public IReadOnlyList<string>? ChangesOf(Cell cell) => _cells.StateOf(cell) switch
    {
        CellState.Fresh => [],
        CellState.Stale { Before: { } before } stale => before.Fingerprint.DifferencesTo(stale.Now),
        _ => null,
    };

    /// <inheritdoc cref="ChangesOf(Cell)"/>
    public IReadOnlyList<string>? ChangesOf(Study study, StudyStep step) => _steps.StateOf(study, step) switch
    {
        StepState.Fresh => [],
        StepState.Stale stale => stale.Changes,
        _ => null,
    };
}
