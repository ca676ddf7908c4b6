using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>
/// The numbers of a study side by side: a row per system and size, a column per quantity, the paper's numbers beside them. Nothing is lost: what has no column is among the others.
/// </summary>
/// <param name="Size">What a size is, as a heading.</param>
/// <param name="Columns">Headings of the cells; a column in which nothing would stand is left out.</param>
/// <param name="Rows">In the order in which the study measured them.</param>
/// <param name="Others">Quantities that stand in no cell.</param>
public sealed record StudySummary(string Size, IReadOnlyList<string> Columns, IReadOnlyList<StudyRow> Rows, IReadOnlyList<Quantity> Others)
{
    public const string WhyStruck = "Struck out is what is void: in the same run accuracy did not hold.";

    /// <summary>Whether a number is struck out, so that a reader must be told why.</summary>
    public bool HasVoid => Rows.SelectMany(row => row.Cells).Any(cell => cell.Measured?.Valid == false);

    /// <returns>Null where no quantity has a column.</returns>
    public static StudySummary? Of(IReadOnlyList<Quantity> quantities, StudyLayout layout)
    {
        var placed = quantities.Where(quantity => layout.Columns.Any(column => column.Takes(quantity.What))).ToList();
        if (placed.Count == 0) return null;
        var systems = placed.ToLookup(quantity => quantity.System, StringComparer.Ordinal);
        var rows = systems.SelectMany(system => SizesOf(system, layout.OnlyLargest).Select(size => new StudyRow(system.Key, size, [.. layout.Columns.Select(column =>
            new StudyCell(Find(system, column, size), column.Paper?.Invoke(system.Key)))]))).ToList();
        int[] used = [.. Enumerable.Range(0, layout.Columns.Count).Where(column => rows.Any(row => !row.Cells[column].IsEmpty))];
        var shown = rows.SelectMany(row => row.Cells).Select(cell => cell.Measured).ToHashSet<object?>(ReferenceEqualityComparer.Instance);
        return new(layout.Size, [.. used.Select(column => layout.Columns[column].Title)],
            [.. rows.Select(row => row with { Cells = [.. used.Select(column => row.Cells[column])] })], [.. quantities.Where(quantity => !shown.Contains(quantity))]);
    }

    // What has no size is of the system at every size, and makes a row of its own only where nothing else does.
    private static IEnumerable<double?> SizesOf(IEnumerable<Quantity> system, bool onlyLargest)
    {
        double?[] sizes = [.. system.Select(quantity => quantity.Size).Where(size => size is not null).Distinct()];
        return sizes.Length == 0 ? [null] : onlyLargest ? [sizes.Max()] : sizes;
    }

    // What was run comes before what was extrapolated, where there are both.
    private static Quantity? Find(IEnumerable<Quantity> system, StudyColumn column, double? size) => system
        .Where(quantity => column.Takes(quantity.What) && (quantity.Size is null || quantity.Size == size))
        .OrderBy(quantity => quantity.Size is null).ThenBy(quantity => quantity.Basis).FirstOrDefault();
}

/// <summary>A system at one size.</summary>
/// <param name="System">As printed.</param>
/// <param name="Size">Null where the study has none for it.</param>
/// <param name="Cells">One per column.</param>
public sealed record StudyRow(string System, double? Size, IReadOnlyList<StudyCell> Cells);

/// <param name="Measured">Null where nothing was measured, and in a column of the paper.</param>
/// <param name="Paper">What the paper prints, with its unit; null where it prints nothing.</param>
public sealed record StudyCell(Quantity? Measured, string? Paper)
{
    public bool IsEmpty => Measured is null && Paper is null;
}
