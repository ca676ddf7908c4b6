using System.Diagnostics;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments.Training;

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
/// <param name="setting">Where and how.</param>
/// <param name="results">Where cells are kept.</param>
/// <param name="sources">Where files come from.</param>
/// <param name="opening">Makes systems out of their files.</param>
/// <param name="vectors">Keeps vectors whose use takes longer than their making.</param>
/// <param name="describe">Whose process this is.</param>
public sealed class Session(Setting setting, ResultStore results, Sources sources, Opening opening, VectorCache vectors, Describe describe)
{
    public Setting Setting { get; } = setting;

    /// <summary>Result files that could not be read, with the reason; their cells count as stale.</summary>
    public Dictionary<ResultKey, ActionableException> Unreadable { get; } = [];

    /// <summary>Every cell of the selection that is fresh, or that the selection is to compute.</summary>
    public IReadOnlyList<PlannedCell> Plan(Selection selection) =>
    [
        .. selection.CellsAt(Setting.Scale).Select(cell => new PlannedCell(cell, StateOf(cell)))
            .Where(planned => planned.State is CellState.Fresh || selection.Opens(planned.Cell.System, Setting.Scale)),
    ];

    /// <summary>What computing the cells that are not fresh would train first, on files that may still be missing.</summary>
    public IReadOnlyList<TrainingCost> TrainingOf(IEnumerable<PlannedCell> plan) => TrainingCost.Of(
        plan.Where(planned => planned.State is not CellState.Fresh).Select(planned => (planned.Cell.System, planned.Cell.Seed)).Distinct().Where(each => opening.Trains(each.System, each.Seed)));

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
            using var open = new OpenedOnce();
            foreach (var cell in group)
            {
                cancellation.ThrowIfCancellationRequested();
                var outcome = Compute(cell, open, group, follow, cancellation);
                yield return outcome;
                if (outcome is CellOutcome.Failed) break;
            }
        }
    }

    private CellOutcome Compute(Cell cell, OpenedOnce open, IEnumerable<Cell> group, Func<Cell, Func<IProgress<WorkProgress>?, CellRecord>, CellRecord> follow, CancellationToken cancellation)
    {
        try
        {
            if (StateOf(cell) is not CellState.Stale stale) return new CellOutcome.AlreadyFresh(cell);
            var record = follow(cell, progress => Measure(cell, open, stale.Now, group, progress, cancellation));
            results.Save(cell.Key(Setting), record, cancellation);
            return new CellOutcome.Computed(cell, record);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new CellOutcome.Failed(cell, failure);
        }
    }

    private OpenSystem Open(Cell first, IEnumerable<Cell> cells, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var open = opening.Open(first.System, sources.OfSystem(first.System).Files, first.Seed, progress, cancellation);
        open.Prepare(cells.Select(cell => cell.Dataset).Distinct().Select(sources.LoadDataset), cancellation);
        return open;
    }

    private CellRecord Measure(Cell cell, OpenedOnce open, Fingerprint fingerprint, IEnumerable<Cell> group, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var system = open.System ??= Open(cell, group, progress, cancellation);
        if (!open.Measured.TryGetValue(cell.Dataset, out var measured)) open.Measured[cell.Dataset] = measured = MeasureDataset(cell, system, fingerprint, progress, cancellation);
        return new CellRecord(cell.Dataset, measured.Result.Scores, measured.Result.Predictions, fingerprint, measured.Provenance) { Notes = measured.Result.Notes };
    }

    private (TaskResult Result, Provenance Provenance) MeasureDataset(Cell cell, OpenSystem system, Fingerprint fingerprint, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var (model, data) = (sources.OfSystem(cell.System).Files, sources.OfDataset(cell.Dataset).Files);
        var dataset = sources.LoadDataset(cell.Dataset);
        var asked = dataset is TransferData ? system.Remembering(vectors, Fingerprints.OfVectors(fingerprint)) : system;
        var started = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        var result = asked.Measure(dataset, progress, cancellation);
        return (result, describe(started, clock.Elapsed.TotalSeconds, model.Concat(data), cell.System.Recipe.UsesTorch ? Setting.DeviceName : "cpu"));
    }

    /// <summary>A system that several cells share, opened (and where need be trained) under the progress display of the first.</summary>
    private sealed class OpenedOnce : IDisposable
    {
        public OpenSystem? System { get; set; }

        /// <summary>By dataset: two tables may ask for the same one.</summary>
        public Dictionary<string, (TaskResult Result, Provenance Provenance)> Measured { get; } = new(StringComparer.Ordinal);

        public void Dispose() => System?.Dispose();
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
