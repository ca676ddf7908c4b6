using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>The chapter of the brief's table: each line with every measurement and why brief and paper differ.</summary>
internal static class HtmlCard
{
    public static string Render(ReportModel model) => model.Card.Count == 0 ? "" : $"""
        <section id="card"><h2>The brief's table</h2>
        <p>What this project's brief states, what the paper prints, and what was measured, on every scale and machine. Where brief and paper differ, the paper is
        judged. Scores are ×100 with 95 % intervals.</p>
        {Scrolling("Brief, paper and measurement", ["quantity", "brief", "paper", "measured", "verdict", "explanation"], model.Card.Select(row => Row(row, model.Results)), "card")}
        </section>
        """;

    private static string Row(CardRow row, string results)
    {
        var style = VerdictStyle.Of(row.Verdict);
        return $"<tr><th scope=\"row\">{E(row.Quantity)}</th><td class=\"n\">{E(row.Brief)}</td><td class=\"n\">{E(row.Paper ?? "–")}</td>"
            + $"<td class=\"n\">{(row.Measured.Count == 0 ? "–" : string.Concat(row.Measured.Select(measured => Measured(measured, results))))}</td>"
            + $"<td><span class=\"v {style.Css}\">{style.Glyph} {style.Word}</span></td><td class=\"wide\">{E(row.Explanation)}</td></tr>";
    }

    private static string Measured(Measurement measured, string results) =>
        $"<p><b>{CellText.Score(measured.Value)}</b>{(measured.Unit.Length > 0 ? " " + E(measured.Unit) : "")}"
            + $"<small>{E(CellText.Range(measured.Interval))} {E(CellText.SampleOf(measured.Count, measured.Seeds))}</small><small>{E(measured.System)}</small>"
            + $"<small>{E(measured.Scale)} scale, {E(measured.Machine)}{Files(measured, results)}</small></p>";

    private static string Files(Measurement measured, string results) =>
        string.Concat(measured.Files.Select((file, index) => $"{(index == 0 ? "; JSON" : "")} <a href=\"{E(ResultLinks.Address(results, file))}\">{index + 1}</a>"));
}
