using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>
/// Two rows of the tables, or everything of two machines, compared beforehand so that the page only has to show it: what <c>sbert-repro diff</c> says of two folders.
/// </summary>
/// <param name="First">A row as the page names it, or "scale|machine".</param>
/// <param name="Second">The same.</param>
/// <param name="Difference">From the first to the second.</param>
/// <param name="Back">The timings from the second to the first.</param>
public sealed record RunComparison(string First, string Second, RunDifference Difference, IReadOnlyList<LatencyDifference> Back)
{
    /// <summary>
    /// Every two rows of one system or of one machine, and every two machines of a scale, that share a number. Between other rows too much differs for a cause to be told.
    /// Rank moves are left out: the page has the ranks themselves.
    /// </summary>
    public static IReadOnlyList<RunComparison> All(StoredResults stored) => [.. Pairs(Rows(stored)).Concat(Pairs(Machines(stored)))];

    private static IEnumerable<RunComparison> Pairs(IReadOnlyList<Side> sides) =>
        from first in sides.Index()
        from second in sides.Skip(first.Index + 1)
        where first.Item.System == second.System || first.Item.Machine == second.Machine
        let difference = RunDifference.Of(first.Item.Results, second.Results, moves: 0)
        where difference.Cells.Count + difference.Unchanged > 0
        select new RunComparison(first.Item.Key, second.Key, difference, LatencyDifference.Of(second.Results, first.Item.Results));

    private static IReadOnlyList<Side> Machines(StoredResults stored) =>
    [
        .. from run in stored.Runs
           group run by (run.Scale, run.Machine) into place
           select new Side($"{place.Key.Scale}|{place.Key.Machine}", "", place.Key.Machine, new StoredResults([.. place])
           {
               Speed = [.. stored.Speed.Where(record => (record.Scale, record.Machine) == place.Key)],
               Steps = [.. stored.Steps.Where(record => (record.Scale, record.Machine) == place.Key)],
           }),
    ];

    // Without the names of table and system, the cells of two rows meet where their datasets are the same.
    private static IReadOnlyList<Side> Rows(StoredResults stored) =>
    [
        .. from run in stored.Runs
           group run by (run.Table, run.Scale, run.Machine, run.System) into row
           let steps = stored.Steps.Where(record => (record.Scale, record.Machine) == (row.Key.Scale, row.Key.Machine))
               .Select(record => Nameless(record, row.Key.System)).OfType<StudyRecord>()
           select new Side(
               PairRanks.RowKey(row.Key.Table, row.Key.Scale, row.Key.Machine, row.Key.System), row.Key.System, row.Key.Machine,
               new StoredResults([.. row.Select(run => run with { Table = "", System = "" })]) { Steps = [.. steps] }),
    ];

    /// <summary>The step without the system's name, so that the same step of two systems meets; null where the step is not the system's.</summary>
    private static StudyRecord? Nameless(StudyRecord record, string system)
    {
        var parts = record.Step.Split('.');
        return !parts.Contains(system) ? null : record with
        {
            Study = string.Join(' ', parts.Where(part => part != system).Prepend(record.Study)), // "bi.mini-bert-mean" is bi
            Quantities = [.. record.Quantities.Select(quantity => quantity with { System = Configuration(quantity.System) })],
        };
    }

    // "mini-BERT: torch fp32, length batches"
    private static string Configuration(string system) => system.Split(": ", 2) is [_, var configuration] ? configuration : "";

    // A row, or all of a machine at a scale, which has no system.
    private sealed record Side(string Key, string System, string Machine, StoredResults Results);
}
