using SbertRepro.Evaluation.Paper;

namespace SbertRepro.Reporting;

/// <summary>The part of a table that was measured (or not run) at one scale on one machine.</summary>
/// <param name="Section">The table it is a part of.</param>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Rows">In the order of the section's systems; systems without any cell here are left out.</param>
internal sealed record TableBlock(TableSection Section, string Scale, string Machine, IReadOnlyList<TableBlockRow> Rows)
{
    /// <summary>Blocks in order of first appearance.</summary>
    /// <exception cref="ArgumentException">A cell belongs to a system that the section does not list; it would vanish from the report.</exception>
    public static IReadOnlyList<TableBlock> Of(TableSection section)
    {
        var known = section.Systems.Select(system => system.Id).ToHashSet(StringComparer.Ordinal);
        if (section.Cells.FirstOrDefault(cell => !known.Contains(cell.System)) is { } stray)
            throw new ArgumentException($"Section {section.Id} has a cell of '{stray.System}', which is not among its systems.", nameof(section));
        return [.. section.Cells.GroupBy(cell => (cell.Scale, cell.Machine)).Select(group => BlockOf(section, group.Key.Scale, group.Key.Machine, [.. group]))];
    }

    /// <summary>The cells that stand in the table, in reading order.</summary>
    public IEnumerable<Comparison> Cells => Rows.SelectMany(row => row.Cells).OfType<Comparison>();

    /// <summary>A name that is safe in an address and unique in the report: table1-small-box.</summary>
    public string Anchor => Reporting.Anchor.Of($"{Section.Id}-{Scale}-{Machine}");

    private static TableBlock BlockOf(TableSection section, string scale, string machine, IReadOnlyList<Comparison> cells)
    {
        var index = cells.ToLookup(cell => (cell.System, cell.Dataset, cell.Metric, cell.Aggregation));
        // The sample has columns of its own: those of other scales would stand empty.
        section = section with { Columns = [.. section.Columns.Where(column => cells.Any(cell => cell.Dataset == column.Dataset))] };
        var rows = section.Systems.Select(system => new TableBlockRow(system,
            [.. section.Columns.Select(column => index[(system.Id, column.Dataset, column.Metric, column.Aggregation)].SingleOrDefault())]));
        return new(section, scale, machine, [.. rows.Where(row => row.Cells.Any(cell => cell is not null))]);
    }
}

/// <param name="System">The row's system.</param>
/// <param name="Cells">One per column; null where the table asks nothing of this system.</param>
internal sealed record TableBlockRow(SystemRow System, IReadOnlyList<Comparison?> Cells)
{
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
