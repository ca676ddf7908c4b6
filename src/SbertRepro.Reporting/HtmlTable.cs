using SbertRepro.Evaluation.Paper;
using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>A chapter of the page: one table of the paper, once per scale and machine.</summary>
internal static class HtmlTable
{
    public static string Render(TableSection section) => $"""
        <section id="{E(section.Id)}"><h2>{E(section.Title)}</h2>
        <p>{E(section.Question)}</p>
        {Lines(section.Notes.Select(note => $"<p class=\"note\">{E(note)}</p>"))}
        {Lines(TableBlock.Of(section).Select(Block))}
        </section>
        """;

    private static string Block(TableBlock block)
    {
        var measured = block.Rows.Where(row => row.ReasonNotRun is null).ToList();
        return $"""
            <article id="{block.Anchor}"><h3>Scale {E(block.Scale)}, machine {E(block.Machine)}</h3>
            <p class="tally">{string.Join(" · ", Tally(block))}</p>
            <figure>{ResultChart.Svg(block)}</figure>
            {Scrolling($"{block.Section.Title}, {block.Scale} scale: {block.Section.Unit}, 95 % interval, paper and difference", ["system", .. block.Section.Columns.Select(column => column.Label)], measured.Select(Row))}
            {NotRun(block)}
            <details><summary>Every verdict with its reason</summary><ul class="reasons">
            {Lines(measured.SelectMany(row => row.Cells.Zip(block.Section.Columns).Where(pair => pair.First is not null).Select(pair => Reason(row, pair.Second, pair.First!))))}
            </ul></details>
            <details><summary>How to measure each row again</summary><dl class="commands">
            {Lines(block.Rows.Select(row => $"<dt>{E(row.System.Name)} <small>{E(row.System.Kind)}</small></dt><dd>{E(row.System.Description)}<br><code>{E(row.System.Command)}</code></dd>"))}
            </dl></details>
            </article>
            """;
    }

    private static IEnumerable<string> Tally(TableBlock block) =>
        VerdictStyle.All.Select(style => (Style: style, Count: block.Cells.Count(cell => VerdictStyle.Of(cell) == style))).Where(pair => pair.Count > 0)
            .Select(pair => $"<span class=\"v {pair.Style.Css}\">{pair.Style.Glyph} {CellText.Whole(pair.Count)} {pair.Style.Word}</span>");

    private static string Row(TableBlockRow row) =>
        $"<tr><th scope=\"row\">{E(row.System.Name)}<small>{E(row.System.Kind)}</small></th>{string.Concat(row.Cells.Select(Cell))}</tr>";

    private static string Cell(Comparison? cell)
    {
        if (cell is null) return "<td></td>";
        var text = CellText.Of(cell);
        if (text.Measured is null)
            return $"<td class=\"n {text.Verdict.Css}\" title=\"{E(cell.Reason)}\"><span class=\"v {text.Verdict.Css}\">{text.Verdict.Glyph} {text.Verdict.Word}</span>{PaperLine(text)}</td>";
        return $"<td class=\"n\" title=\"{E(cell.Reason)}\"><b>{text.Measured}</b> <span class=\"v {text.Verdict.Css}\" aria-label=\"{text.Verdict.Word}\">{text.Verdict.Glyph}</span><small>{E(text.Interval)}</small>{PaperLine(text)}<small>{E(text.Sample)}</small></td>";
    }

    private static string PaperLine(CellText text) =>
        text.Paper is null ? "" : $"<small>paper {E(text.Paper)}{(text.Difference is null ? "" : $", {E(text.Difference)}")}</small>";

    private static string NotRun(TableBlock block)
    {
        var groups = block.Rows.Where(row => row.ReasonNotRun is not null).GroupBy(row => row.ReasonNotRun).ToList();
        return groups.Count == 0 ? "" : $"<h4>Not run</h4><ul class=\"notrun\">{Lines(groups.Select(group => $"<li><b>{E(string.Join(", ", group.Select(row => row.System.Name)))}</b>: {E(group.Key)}</li>"))}</ul>";
    }

    private static string Reason(TableBlockRow row, TableColumn column, Comparison cell)
    {
        var style = VerdictStyle.Of(cell);
        return $"<li><span class=\"v {style.Css}\">{style.Glyph} {style.Word}</span> {E(row.System.Name)}, {E(column.Label)}: {E(cell.Reason)}</li>";
    }
}
