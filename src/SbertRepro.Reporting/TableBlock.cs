using SbertRepro.Evaluation.Paper;

namespace SbertRepro.Reporting;

/// <summary>The part of a table that was measured (or not run) at one scale.</summary>
/// <param name="Section">The table it is a part of.</param>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Again">Null for the table proper, in which every system stands once; else the machine on which some of its systems were measured again.</param>
/// <param name="Rows">In the order of the section's systems; systems without any cell here are left out.</param>
public sealed record TableBlock(TableSection Section, string Scale, string? Again, IReadOnlyList<TableBlockRow> Rows)
{
    /// <summary>
    /// Scales in order of first appearance. A system that several machines measured stands with the one that measured its weights of now, of equals with the one that
    /// has most seeds of it, then with the one that measured most of the table; the others follow, one block each.
    /// </summary>
    /// <exception cref="ArgumentException">A cell belongs to a system that the section does not list; it would vanish from the report.</exception>
    public static IReadOnlyList<TableBlock> Of(TableSection section)
    {
        var known = section.Systems.Select(system => system.Id).ToHashSet(StringComparer.Ordinal);
        if (section.Cells.FirstOrDefault(cell => !known.Contains(cell.System)) is { } stray)
            throw new ArgumentException($"Section {section.Id} has a cell of '{stray.System}', which is not among its systems.", nameof(section));
        return [.. section.Cells.GroupBy(cell => cell.Scale).SelectMany(scale => BlocksOf(section, scale.Key, [.. scale]))];
    }

    /// <summary>The cells that stand in the table, in reading order.</summary>
    public IEnumerable<Comparison> Cells => Rows.SelectMany(row => row.Cells).OfType<Comparison>();

    /// <summary>The machines behind the measured rows, the one with most of them first.</summary>
    public IReadOnlyList<string> Machines =>
        [.. Rows.Where(row => row.ReasonNotRun is null).GroupBy(row => row.Machine).OrderByDescending(group => group.Count()).Select(group => group.Key)];

    /// <summary>A name that is safe in an address and unique in the report: table1-small, table1-small-box.</summary>
    public string Anchor => Reporting.Anchor.Of(Again is null ? $"{Section.Id}-{Scale}" : $"{Section.Id}-{Scale}-{Again}");

    private static IEnumerable<TableBlock> BlocksOf(TableSection section, string scale, IReadOnlyList<Comparison> cells)
    {
        // The sample has columns of its own: those of other scales would stand empty.
        section = section with { Columns = [.. section.Columns.Where(column => cells.Any(cell => cell.Dataset == column.Dataset))] };
        var machines = cells.GroupBy(cell => cell.Machine).OrderByDescending(group => group.Count(cell => cell.Measured is not null))
            .Select(group => RowsOf(section, group.Key, [.. group])).ToList();
        var proper = section.Systems
            .Select(system => machines.SelectMany(rows => rows).Where(row => row.System.Id == system.Id)
                .OrderByDescending(row => row.IsMeasured).ThenBy(row => row.FormerWeights).ThenByDescending(row => row.Seeds.Count).FirstOrDefault())
            .OfType<TableBlockRow>().ToList();
        yield return new(section, scale, null, proper);
        foreach (var again in machines.Select(rows => rows.Where(row => row.IsMeasured).Except(proper).ToList()).Where(rows => rows.Count > 0))
            yield return new(section, scale, again[0].Machine, again);
    }

    private static List<TableBlockRow> RowsOf(TableSection section, string machine, IReadOnlyList<Comparison> cells)
    {
        var index = cells.ToLookup(cell => (cell.System, cell.Dataset, cell.Metric, cell.Aggregation));
        return [.. section.Systems.Select(system => new TableBlockRow(system, machine,
            [.. section.Columns.Select(column => index[(system.Id, column.Dataset, column.Metric, column.Aggregation)].SingleOrDefault())]))
                .Where(row => row.Cells.Any(cell => cell is not null))];
    }
}

/// <param name="System">The row's system.</param>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Cells">One per column; null where the table asks nothing of this system.</param>
public sealed record TableBlockRow(SystemRow System, string Machine, IReadOnlyList<Comparison?> Cells)
{
    public bool IsMeasured => Cells.Any(cell => cell?.Measured is not null);

    /// <summary>Measured with weights that have been replaced since.</summary>
    public bool FormerWeights => Cells.Any(cell => cell?.FormerWeights == true);

    /// <summary>What the row is to the paper, and whether its model is still the same.</summary>
    public string Standing => FormerWeights ? $"{System.Kind}, former weights" : System.Kind;

    /// <summary>What a reader must know before the row's seeds.</summary>
    internal string Caveat => FormerWeights ? "former weights, " : "";

    /// <summary>Every seed behind any of the row's cells.</summary>
    public IReadOnlyList<int> Seeds => [.. Cells.OfType<Comparison>().SelectMany(cell => cell.Seeds).Distinct().Order()];

    /// <summary>The one reason why nothing of this row was run; null when something was, or the reasons differ.</summary>
    public string? ReasonNotRun
    {
        get
        {
            var cells = Cells.OfType<Comparison>().ToList();
            var reasons = cells.Select(cell => cell.Reason).Distinct(StringComparer.Ordinal).ToList();
            return reasons.Count == 1 && cells.All(cell => VerdictStyle.Of(cell).Verdict == Verdict.NotRun) ? reasons[0] : null;
        }
    }
}
