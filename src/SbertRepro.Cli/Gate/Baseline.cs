using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;

namespace SbertRepro.Cli.Gate;

/// <summary>The accepted results of a scale beside the planned cells of today.</summary>
/// <param name="folder">Laid out as a results folder.</param>
/// <param name="session">Of today.</param>
/// <param name="sources">Where the items of a dataset come from.</param>
internal sealed class Baseline(string folder, Session session, Sources sources)
{
    private readonly IReadOnlyList<RunRecord> _runs = [.. new ResultStore(folder).All().Where(run => run.Scale == session.Setting.Scale.Name())];

    public bool IsEmpty => _runs.Count == 0;

    /// <summary>Vectors of the probe sentences, one record a system.</summary>
    public IEnumerable<ProbeVectors> Probes => new RecordStore<ProbeVectors>(folder).All()
        .Where(probe => probe.Scale == session.Setting.Scale.Name()).OrderByDescending(probe => probe.Machine == session.Setting.MachineId).DistinctBy(probe => probe.System);

    /// <summary>One per table, system and dataset of the baseline, narrowed by the selection.</summary>
    public IReadOnlyList<QualityCell> Cells(Selection selection)
    {
        var seeds = _runs.Select(run => run.Seed).Distinct().Order().ToArray();
        var planned = session.Plan(selection with { Seeds = seeds, Train = TrainingExtent.Everything })
            .ToLookup(plan => (plan.Cell.Table.Id, plan.Cell.System.Id, plan.Cell.Dataset));
        var narrowed = selection.Tables.Count + selection.Systems.Count + selection.Datasets.Count > 0;
        return [.. Own().SelectMany(run => run.Cells.Select(cell => (run, cell))).GroupBy(pair => (pair.run.Table, pair.run.System, pair.cell.Dataset))
            .Where(group => !narrowed || planned.Contains(group.Key))
            .Select(group => Cell(group.Key, [.. group.OrderBy(pair => pair.run.Seed).Select(pair => (pair.run.Seed, pair.cell))], [.. planned[group.Key]]))];
    }

    // This machine's own baseline where there is one; else that of the first machine, with its tolerance.
    private IEnumerable<RunRecord> Own()
    {
        var machine = _runs.Any(run => run.Machine == session.Setting.MachineId) ? session.Setting.MachineId : _runs[0].Machine;
        return _runs.Where(run => run.Machine == machine);
    }

    private QualityCell Cell((string Table, string System, string Dataset) key, IReadOnlyList<(int Seed, CellRecord Record)> before, IReadOnlyList<PlannedCell> planned)
    {
        var asked = before.Select(each => planned.FirstOrDefault(plan => plan.Cell.Seed == each.Seed)).ToList();
        var fresh = asked.Select(plan => plan?.State).OfType<CellState.Fresh>().Select(state => state.Record).ToList();
        var metric = Tables.All.FirstOrDefault(table => table.Id == key.Table)?.Metric ?? "spearman";
        return new QualityCell(
            $"{session.Setting.Scale.Name()} {key.Table} {key.System} {key.Dataset}", metric,
            [.. before.Select(each => each.Record)], fresh.Count == before.Count ? fresh : [], () => Gold(key.Dataset))
        {
            Missing = asked.FirstOrDefault(plan => plan?.State is not CellState.Fresh)?.State switch
            {
                CellState.Stale => "its result is stale: sbert-repro run",
                CellState.NotRun missing => $"{missing.Reason}{(missing.Next is { } next ? $": {next}" : "")}",
                _ => "this program has no such cell",
            },
        };
    }

    private double[]? Gold(string dataset) => sources.OfDataset(dataset).Missing is not null ? null : sources.LoadDataset(dataset) switch
    {
        SimilarityData similarity => [.. similarity.Dataset.Subsets.SelectMany(subset => subset.Pairs).Select(pair => pair.Gold)],
        TransferData transfer => [.. transfer.Dataset.Scored.Select(item => (double)item.Label)],
        _ => null,
    };
}
