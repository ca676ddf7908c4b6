namespace SbertRepro.Reporting;

/// <summary>Which numbers of a study stand side by side.</summary>
/// <param name="Size">What a size is in this study, as a heading: sentences, effort, documents read.</param>
/// <param name="Columns">From left to right.</param>
public sealed record StudyLayout(string Size, params IReadOnlyList<StudyColumn> Columns)
{
    /// <summary>A system has one row, of its largest size; otherwise it has one for every size.</summary>
    public bool OnlyLargest { get; init; }
}

/// <summary>A column of a study's table: one quantity of every system, or the paper's number for it.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Takes">Whether the quantity of these words stands here.</param>
/// <param name="Paper">From the name of a row to what the paper prints for it; null where the column holds what was measured.</param>
public sealed record StudyColumn(string Title, Func<string, bool> Takes, Func<string, string?>? Paper = null)
{
    public static StudyColumn Measured(string title, string what) => new(title, words => words == what);

    public static StudyColumn Printed(string title, Func<string, string?> number) => new(title, _ => false, number);
}
