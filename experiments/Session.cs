using System.Diagnostics;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments;

/// <summary>What happened to a stale cell.</summary>
public abstract record CellOutcome(Cell Cell)
{
    public sealed record Computed(Cell Cell, CellRecord Record) : CellOutcome(Cell);

    /// <summary>Another run finished the cell in the meantime.</summary>
    public sealed record AlreadyFresh(Cell Cell) : CellOutcome(Cell);

    public sealed record Failed(Cell Cell, Exception Failure) : CellOutcome(Cell);
}

/// <summary>Plans cells and computes the stale ones: the only place where a table's description becomes numbers.</summary>
public sealed class Session(Setting setting, ResultStore results, Sources sources, string command)
{
    private readonly WorkingTree _workingTree = WorkingTree.Read(AppContext.BaseDirectory);
    private readonly SortedDictionary<string, string> _packages = Packages.Read(AppContext.BaseDirectory);

    public Setting Setting { get; } = setting;

    /// <summary>Result files that could not be read, with the reason; their cells count as stale.</summary>
    public Dictionary<ResultKey, ActionableException> Unreadable { get; } = [];

    public IReadOnlyList<PlannedCell> Plan(Selection selection) => [.. selection.CellsAt(Setting.Scale).Select(cell => new PlannedCell(cell, StateOf(cell)))];

    public CellState StateOf(Cell cell)
    {
        var (model, data) = (sources.OfSystem(cell.System), sources.OfDataset(cell.Dataset));
        if ((model.Missing ?? data.Missing) is { } missing) return missing;
        var now = Fingerprints.Of(cell, model.Files, data.Files, Setting);
        var before = Read(cell.Key(Setting))?.Cells.FirstOrDefault(record => record.Dataset == cell.Dataset);
        return before?.Fingerprint.Equals(now) == true ? new CellState.Fresh(before) : new CellState.Stale(now, before);
    }

    /// <summary>Computes cells one by one, each saved before the next begins. A failure ends its system, not the others.</summary>
    /// <param name="stale">In the order of the plan; the cells of a system stand together, so that it is opened once.</param>
    /// <param name="follow">Runs one cell's work under a progress display.</param>
    /// <param name="cancellation">Leaves what is saved and stops.</param>
    public IEnumerable<CellOutcome> Compute(IEnumerable<Cell> stale, Func<Cell, Func<IProgress<WorkProgress>?, CellRecord>, CellRecord> follow, CancellationToken cancellation)
    {
        foreach (var group in stale.GroupBy(cell => (cell.System.Id, cell.Seed)))
        {
            OpenSystem? open = null;
            try
            {
                foreach (var cell in group)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var outcome = Compute(cell, ref open, group, follow, cancellation);
                    yield return outcome;
                    if (outcome is CellOutcome.Failed) break;
                }
            }
            finally
            {
                open?.Dispose();
            }
        }
    }

    private CellOutcome Compute(Cell cell, ref OpenSystem? open, IEnumerable<Cell> group, Func<Cell, Func<IProgress<WorkProgress>?, CellRecord>, CellRecord> follow, CancellationToken cancellation)
    {
        try
        {
            if (StateOf(cell) is not CellState.Stale stale) return new CellOutcome.AlreadyFresh(cell);
            var system = open ??= Open(cell.System, group, cancellation);
            var record = follow(cell, progress => Measure(cell, system, stale.Now, progress, cancellation));
            results.Save(cell.Key(Setting), record, cancellation);
            return new CellOutcome.Computed(cell, record);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new CellOutcome.Failed(cell, failure);
        }
    }

    private OpenSystem Open(SystemSpec system, IEnumerable<Cell> cells, CancellationToken cancellation)
    {
        var open = Opening.Open(system, sources.OfSystem(system).Files, Setting);
        open.Prepare(cells.Select(cell => cell.Dataset).Distinct().Select(sources.LoadDataset), cancellation);
        return open;
    }

    private CellRecord Measure(Cell cell, OpenSystem system, Fingerprint fingerprint, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var (model, data) = (sources.OfSystem(cell.System).Files, sources.OfDataset(cell.Dataset).Files);
        var dataset = sources.LoadDataset(cell.Dataset);
        var started = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        var result = system.Measure(dataset, progress, cancellation);
        return new CellRecord(cell.Dataset, result.Scores, result.Predictions, fingerprint, new Provenance
        {
            Commit = _workingTree.Commit,
            Dirty = _workingTree.Dirty,
            Command = command,
            OperatingSystem = Setting.Machine.OperatingSystem,
            Runtime = Setting.Machine.Runtime,
            Cpu = Setting.Machine.Cpu,
            Cores = Setting.Machine.Cores,
            Threads = Setting.Threads,
            Device = cell.System.Recipe.UsesTorch ? Setting.DeviceName : "cpu",
            Packages = _packages,
            Artifacts = new(model.Concat(data).ToDictionary(file => file.Id, file => file.Sha256), StringComparer.Ordinal),
            Started = started,
            Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
        })
        { Notes = result.Notes };
    }

    private RunRecord? Read(ResultKey key)
    {
        try
        {
            return Unreadable.ContainsKey(key) ? null : results.Find(key);
        }
        catch (ActionableException unreadable)
        {
            Unreadable[key] = unreadable;
            return null;
        }
    }
}
