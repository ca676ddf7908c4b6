namespace SbertRepro.Experiments;

/// <summary>One table: what is asked, of which systems, on which datasets. A value; nothing runs here.</summary>
/// <param name="Id">table1 ... table7: also the folder of its results.</param>
/// <param name="Title">A line for headings.</param>
/// <param name="Question">What the table answers, in one sentence.</param>
public sealed record Experiment(string Id, string Title, string Question)
{
    /// <summary>The printed table it is compared with.</summary>
    public string PaperTable { get; init; } = Id;

    /// <summary>The score that stands in the cells, as results name it; printed x100.</summary>
    public string Metric { get; init; } = "spearman";

    /// <summary>In the order of the printed table; rows that we cannot run say why.</summary>
    public required IReadOnlyList<Row> Rows { get; init; }

    /// <summary>Columns on the real data (small and paper scale), in the order of the printed table.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>Columns at sample scale; empty where the table has no sample of its own.</summary>
    public IReadOnlyList<Column> SampleColumns { get; init; } = [];

    public IReadOnlyList<Column> ColumnsAt(Scale scale) => scale == Scale.Sample ? SampleColumns : Columns;

    public IEnumerable<SystemSpec> SystemsAt(Scale scale) =>
        Rows.Select(row => row.System).OfType<SystemSpec>().Where(system => system.Scales.Contains(scale)).Distinct();
}

/// <summary>A line of a table: a system we run, the paper's row it stands beside, or both.</summary>
/// <param name="Paper">The row's label as printed in that table; null for a system the paper does not have.</param>
/// <param name="System">What we run for it; null when nothing does.</param>
/// <param name="NotRun">Why nothing runs for it; null when something does.</param>
public sealed record Row(string? Paper, SystemSpec? System, string? NotRun)
{
    /// <summary>Where the paper's columns are not datasets: the printed column this row stands beside.</summary>
    public string? PaperColumn { get; init; }

    public static Row Reproduces(string paper, SystemSpec system) => new(paper, system, null);

    public static Row Ours(SystemSpec system) => new(null, system, null);

    public static Row CannotRun(string paper, string reason) => new(paper, null, reason);
}

/// <summary>A column of a table.</summary>
/// <param name="Dataset">Dataset id, e.g. STSb-test.</param>
/// <param name="Paper">The column's label as printed; null for an extra column of ours.</param>
public sealed record Column(string Dataset, string? Paper = null)
{
    /// <summary>Whether claims about order are put to this dataset: the paper's own columns, and the sample's stand-in for them.</summary>
    public bool AnswersClaims { get; init; } = Paper is not null;
}
