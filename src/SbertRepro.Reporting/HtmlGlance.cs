using SbertRepro.Evaluation.Paper;
using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>The first screen: how the verdicts fall, the brief's table, the paper's Table 1, section 1 as a bar, the machine, the command.</summary>
internal static class HtmlGlance
{
    public static string Render(ReportModel model)
    {
        var glance = Glance.Of(model);
        return $"""
            <section id="glance"><h2 class="unseen">At a glance</h2>
            <p class="headline">{E(glance.Headline)}</p>
            {Tiles(glance)}
            <div class="columns">
            {(model.Card.Count == 0 ? "" : $"<div><h3>The brief's table</h3>{Card(model)}</div>")}
            {(glance.FirstTable.Count == 0 ? "" : $"<div><h3>The paper's Table 1</h3>{FirstTable(glance, model)}{WhyNotRun}{SearchCost(model.SearchCost)}</div>")}
            </div>
            <dl class="facts"><dt>Machine</dt><dd>{E(Machines(model))}</dd><dt>Again</dt><dd><code>{E(model.Command)}</code></dd></dl>
            </section>
            """;
    }

    private static string WhyNotRun => $"<p class=\"note\">Why rows are not run: <a href=\"#{Glance.FirstTableId}\">Table 1</a>.</p>";

    private static string Tiles(Glance glance) => $"""
        <ul class="tiles" aria-label="The paper's numbers by verdict">
        {Lines(glance.Printed.Select(pair => Tile(pair.Style, pair.Count)))}
        </ul>
        """;

    private static string Tile(VerdictStyle style, int count) =>
        $"<li class=\"{style.Css}\"><b>{CellText.Whole(count)}</b> <span><span aria-hidden=\"true\">{style.Glyph}</span> {style.Word}</span><small>{E(style.Short)}</small></li>";

    private static string Card(ReportModel model) => Scrolling("What the brief states, what the paper prints, what was measured here; Spearman and accuracy ×100",
        ["", "brief", "paper", "measured"], model.Card.Select(row =>
    {
        var style = VerdictStyle.Of(row.Verdict);
        var measured = row.Measured is [var first, ..]
            ? $"<a href=\"#card\"><b>{CellText.Score(first.Value)}</b></a>{(first.Unit.Length > 0 ? " " + E(first.Unit) : "")} {Glyph(style)}"
                + $"<small>{E(CellText.Dash(first.Interval))}</small>"
            : $"<span class=\"v {style.Css}\">{style.Glyph} {style.Word}</span>";
        return $"<tr><th scope=\"row\">{E(row.Quantity)}</th><td class=\"n\">{Unbroken(row.Brief)}</td><td class=\"n\">{Unbroken(row.PaperNumber ?? "–")}</td>"
            + $"<td class=\"n\">{measured}</td></tr>";
    }), "card-glance");

    // "5000 x" stays on its line; "0.68-4.03 points" may break.
    private static string Unbroken(string value) => value.Length <= 8 ? E(value).Replace(" ", "&nbsp;", StringComparison.Ordinal) : E(value);

    private static string FirstTable(Glance glance, ReportModel model) => Scrolling(
        "Spearman ×100: measured large, the paper's number small below it",
        ["", .. glance.Columns.Select((column, index) => glance.Items(index) is { } items ? $"{column.Label}\nn {CellText.Whole(items)}" : column.Label)],
        glance.FirstTable.Select(row => $"<tr><th scope=\"row\">{E(row.PaperRow)}<small>{Here(row, model)}</small></th>"
            + $"{string.Concat(row.Cells.Select(cell => FirstTableCell(cell, row.Verdict is null)))}</tr>"),
        "table1-glance");

    // A verdict that holds for the whole row is said once, beside its name.
    private static string Here(GlanceRow row, ReportModel model)
    {
        var verdict = row.Verdict is { } common ? $"<span class=\"v {common.Css}\">{common.Glyph} {common.Word}</span>{(row.Row.IsMeasured ? ": " : "")}" : "";
        return row.Row.IsMeasured ? $"{verdict}{E(row.Row.System.Name)}, {HtmlTable.Seeds(row.Row, Glance.FirstTableId, row.Scale, model.Results)}" : verdict;
    }

    private static string FirstTableCell(Comparison? cell, bool withVerdict)
    {
        if (cell is null) return "<td></td>";
        var text = CellText.Of(cell);
        var measured = text.Measured is null ? "<span class=\"none\">–</span>" : $"<b>{text.Measured}</b>{(withVerdict ? Glyph(text.Verdict) : "")}";
        return $"<td class=\"n\"{(text.Interval is null ? "" : $" title=\"95 % interval {text.Interval}, {text.Sample}\"")}>{measured}<small>{E(text.Paper)}</small></td>";
    }

    private static string Glyph(VerdictStyle style) => $"<span class=\"v {style.Css}\" role=\"img\" aria-label=\"{style.Word}\">{style.Glyph}</span>";

    private static string SearchCost(SearchCostSection cost) => cost.Bars.Count == 0 ? "" : $"""
        <h3>65 hours, {(cost.IsMeasured ? "measured again" : "not measured here yet")}</h3>
        <p class="note">Section 1, the most similar pair among 10,000 sentences, on a logarithmic axis. Outlined: the paper's; full: measured here; pale:
        extrapolated from a measured part.{(cost.IsMeasured ? "" : $" Not run: <code>{E(cost.Command)}</code>")}</p>
        <figure class="wide">{DurationChart.Svg(cost.Bars, 720, "search-cost-wide")}</figure>
        <figure class="narrow">{DurationChart.Svg(cost.Bars, 316, "search-cost-narrow")}</figure>
        """;

    private static string Machines(ReportModel model) => string.Join("; ", model.Environments.Select(machine => $"{machine.Machine}: {MachineFacts.Line(machine.Provenance)}"));
}
