using SbertRepro.Evaluation.Paper;
using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>A chapter of the page: one table of the paper, once per scale; what other machines measured again is folded away.</summary>
internal static class HtmlTable
{
    public static string Render(TableSection section, string results) => $"""
        <section id="{E(section.Id)}"><h2>{E(section.Title)}</h2>
        <p>{E(section.Question)}</p>
        {Lines(TableBlock.Of(section).Select(block => block.Again is null ? Block(block, results) : Again(block, results)))}
        {Notes(section.Notes)}
        </section>
        """;

    /// <summary>Links to a row's result files: "seed 1", "seeds 1 2 3".</summary>
    public static string Seeds(TableBlockRow row, string table, string scale, string results) =>
        (row.Seeds.Count == 1 ? "seed " : "seeds ") + string.Join(' ', ResultLinks.Of(results, table, scale, row).Select(link => $"<a href=\"{E(link.Address)}\">{link.Seed}</a>"));

    private static string Block(TableBlock block, string results)
    {
        var measured = block.Rows.Where(row => row.ReasonNotRun is null).ToList();
        return $"""
            <article id="{block.Anchor}"><h3>{E(HtmlClaims.Sentence(block.Scale))} scale</h3>
            <p class="tally">{string.Join(" · ", Tally(block))}{(block.Machines.Count == 0 ? "" : $" · on {E(string.Join(", ", block.Machines))}")}</p>
            {Figure(block)}
            {(measured.Count == 0 ? "" : Numbers(block, measured, results))}
            {NotRun(block)}
            <details><summary>Every verdict with its reason</summary>{Reasons(block, measured)}</details>
            <details><summary>How to measure each row again</summary><dl class="commands">
            {Lines(block.Rows.Select(row => Command(row.System)))}
            </dl></details>
            </article>
            """;
    }

    private static string Command(SystemRow system) =>
        $"<dt>{E(system.Name)} <small>{E(system.Kind)}</small></dt><dd>{E(system.Description)}<br><code>{E(system.Command)}</code></dd>";

    private static string Again(TableBlock block, string results)
    {
        var measured = block.Cells.Count(cell => cell.Measured is not null);
        return $"""
            <details id="{block.Anchor}"><summary>The same systems on {E(block.Again)}, {E(block.Scale)} scale: {CellText.Whole(measured)} numbers</summary>
            {Numbers(block, block.Rows, results)}</details>
            """;
    }

    private static string Numbers(TableBlock block, IReadOnlyList<TableBlockRow> rows, string results)
    {
        var counts = block.Section.Columns.Select((_, column) => CommonCount(rows, column)).ToList();
        return Scrolling(
            $"{block.Section.Title}, {block.Scale} scale: {block.Section.Unit}, its 95 % interval, the paper's number and the difference. "
                + "Each row links to its results, one file a seed.",
            ["system", .. block.Section.Columns.Zip(counts, (column, count) => count is null ? column.Label : $"{column.Label}\nn {CellText.Whole(count.Value)}")],
            rows.Select(row => Row(row, counts, block, results)), "numbers sortable");
    }

    // The number of items belongs to the dataset; it stands in the cells only where systems were given different ones.
    private static int? CommonCount(IReadOnlyList<TableBlockRow> rows, int column) =>
        rows.Select(row => row.Cells[column]).OfType<Comparison>().Where(cell => cell.Measured is not null).Select(cell => cell.Count).Distinct().ToList() is [var only]
            ? only
            : null;

    private static string Figure(TableBlock block)
    {
        var panels = ForestPlot.Panels(block);
        return panels.Count == 0 ? "" : $"<figure class=\"panels\" aria-label=\"{E(block.Section.Title)} as figures, one a dataset\">{Lines(panels)}"
            + $"<figcaption>Circles: measured, with the 95 % interval; hollow where it is not judged, a triangle where it deviates. Diamonds: the paper.</figcaption></figure>";
    }

    private static IEnumerable<string> Tally(TableBlock block) =>
        VerdictStyle.All.Select(style => (Style: style, Count: block.Cells.Count(cell => VerdictStyle.Of(cell) == style))).Where(pair => pair.Count > 0)
            .Select(pair => $"<span class=\"v {pair.Style.Css}\">{pair.Style.Glyph} {CellText.Whole(pair.Count)} {pair.Style.Word}</span>");

    private static string Row(TableBlockRow row, IReadOnlyList<int?> counts, TableBlock block, string results)
    {
        var place = block.Machines.Count > 1 ? $", {E(row.Machine)}" : "";
        return $"<tr data-row=\"{E(PairRanks.RowKey(block.Section.Id, block.Scale, row.Machine, row.System.Id))}\"><th scope=\"row\">{E(row.System.Name)}"
            + $"<small>{E(row.System.Kind)}{place}, {Seeds(row, block.Section.Id, block.Scale, results)}</small></th>{string.Concat(row.Cells.Zip(counts, Cell))}</tr>";
    }

    private static string Cell(Comparison? cell, int? count)
    {
        if (cell is null) return "<td></td>";
        var text = CellText.Of(cell);
        if (text.Measured is null)
            return $"<td class=\"n\" title=\"{E(cell.Reason)}\"><span class=\"v {text.Verdict.Css}\">{text.Verdict.Glyph} {text.Verdict.Word}</span>{PaperLine(text)}</td>";
        var sample = count is null ? $"<small>n {CellText.Whole(cell.Count)}</small>" : "";
        return $"<td class=\"n\"><b>{text.Measured}</b> <span class=\"v {text.Verdict.Css}\" role=\"img\" aria-label=\"{text.Verdict.Word}\">{text.Verdict.Glyph}</span>"
            + $"<small>{E(CellText.Dash(cell.Interval))}</small>{PaperLine(text)}{sample}</td>";
    }

    private static string PaperLine(CellText text) =>
        text.Paper is null ? "" : $"<small class=\"paper\">paper {E(text.Paper)}{(text.Difference is null ? "" : $"<br>{E(text.Difference)}")}</small>";

    private static string NotRun(TableBlock block)
    {
        var groups = block.Rows.Where(row => row.ReasonNotRun is not null).GroupBy(row => row.ReasonNotRun).ToList();
        var items = groups.Select(group => $"<li><b>{E(string.Join(", ", group.Select(row => row.System.Name)))}</b>: {E(group.Key)}</li>");
        return groups.Count == 0 ? "" : $"<details><summary>Not run: {CellText.Whole(groups.Sum(group => group.Count()))} systems, with the reason of each</summary>"
            + $"<ul class=\"notrun\">{Lines(items)}</ul></details>";
    }

    // A stand-in has one reason for its whole row; it is said once.
    private static string Reasons(TableBlock block, IReadOnlyList<TableBlockRow> rows) => $"<ul class=\"reasons\">{Lines(
        from row in rows
        from pair in row.Cells.Zip(block.Section.Columns)
        where pair.First is not null
        group pair.Second.Label by (row.System.Name, Style: VerdictStyle.Of(pair.First), pair.First.Reason) into same
        select Reason(same.Key.Style, same.Key.Name, [.. same], same.Key.Reason))}</ul>";

    private static string Reason(VerdictStyle style, string system, IReadOnlyList<string> columns, string reason) =>
        $"<li><span class=\"v {style.Css}\">{style.Glyph} {style.Word}</span> {E(system)}, {E(string.Join(", ", columns))}: {E(reason)}</li>";

    private static string Notes(IReadOnlyList<string> notes) => notes.Count switch
    {
        0 => "",
        1 => $"<p class=\"note\">{E(notes[0])}</p>",
        _ => $"<details><summary>{CellText.Whole(notes.Count)} notes</summary><ul class=\"reasons\">{Lines(notes.Select(note => $"<li>{E(note)}</li>"))}</ul></details>",
    };
}
