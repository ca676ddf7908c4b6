using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Reporting;

namespace SbertRepro.Cli.Report;

/// <summary>From the stored runs and the ledger to the chapter about the spread over machines. Pure.</summary>
internal static class MachineComparison
{
    public static SpreadSection Of(IEnumerable<RunRecord> runs, IReadOnlyList<LedgerEntry> statements) =>
        new(MachineSpread.Of(runs.SelectMany(CellsOf).Concat(statements.SelectMany(CellsOf))), statements);

    private static IEnumerable<MeasuredCell> CellsOf(RunRecord run) =>
        from table in Tables.All
        where table.Id == run.Table
        from cell in run.Cells
        let score = cell.Find(table.Metric, "all")
        where score is not null
        select new MeasuredCell(
            new(run.Scale, run.Table, run.System, run.Seed, cell.Dataset, score.Metric), run.Machine, Signer: null, score.Value, score.Interval, cell.Provenance.Started,
            cell.Fingerprint);

    private static IEnumerable<MeasuredCell> CellsOf(LedgerEntry entry) =>
        from run in entry.Content.Runs
        from cell in run.Cells
        let score = cell.Score
        where score is not null
        select new MeasuredCell(
            new(entry.Content.Scale, run.Table, run.System, run.Seed, cell.Dataset, cell.Metric), entry.Content.Machine.Id, entry.Signed.Signer,
            score.Value, cell.Interval, cell.Measured, entry.Content.FingerprintOf(cell));
}
