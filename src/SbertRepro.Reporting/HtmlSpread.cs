using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>The chapter about the spread over machines, as HTML.</summary>
internal static class HtmlSpread
{
    /// <param name="section">What to say.</param>
    /// <param name="results">The folder of the results, as seen from the report.</param>
    public static string Render(SpreadSection section, string results) => Lines(
    [
        "<section id=\"spread\"><h2>Spread over machines</h2>",
        $"<p>{E(section.Summary)} To add a machine: <code>{E(SpreadSection.Command)}</code></p>",
        Table("Largest spreads with the same inputs, in points (x100)", SpreadSection.CellColumns, section.CellRows.Select(Row)),
        Table("Cells with inputs that differ, spreads in points (x100)", SpreadSection.InputColumns, section.InputRows.Select(RowOfInputs)),
        Table("Signed statements", SpreadSection.StatementColumns, section.StatementRows.Select(row => Row(row.Cells, Link(row.Cells[0], ResultLinks.Address(results, row.File))))),
        section.Statements.Count == 0 ? "" : $"<p class=\"note\">{E(SpreadSection.Meaning)}</p>",
        "</section>",
    ]);

    private static string Table(string caption, string[] columns, IEnumerable<string> rows) => rows.ToList() is { Count: > 0 } some ? Scrolling(caption, columns, some) : "";

    private static string Row(string[] cells) => Row(cells, E(cells[0]));

    private static string Row(string[] cells, string head) => $"<tr><th scope=\"row\">{head}</th>{string.Concat(cells.Skip(1).Select(cell => $"<td>{E(cell)}</td>"))}</tr>";

    private static string Link(string text, string address) => $"<a href=\"{E(address)}\">{E(text)}</a>";

    private static string RowOfInputs(string[] cells) =>
        $"<tr><th scope=\"row\">{E(cells[0])}</th>{string.Concat(cells[1..^1].Select(cell => $"<td>{E(cell)}</td>"))}<td class=\"wide\">{E(cells[^1])}</td></tr>";
}
