using System.Net;
using System.Text.RegularExpressions;
using SbertRepro.Evaluation.Paper;

namespace SbertRepro.Reporting;

/// <summary>The report as one self-contained page: style, pictures and the one small script inside, nothing loaded from elsewhere; whole without the script.</summary>
public static partial class HtmlReport
{
    public static string Render(ReportModel model) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
        <meta name="color-scheme" content="light dark">
        <title>{E(model.Title)}</title>
        <style>
        {HtmlStyle.Css}{SvgFigure.Css}</style>
        </head>
        <body>
        <header>
        <h1>{E(model.Title)}</h1>
        <p class="lead">{E(model.Question)}</p>
        {Contents(model)}
        </header>
        <main>
        {HtmlGlance.Render(model)}
        {Rule(model)}
        {Lines(model.Tables.Select(table => HtmlTable.Render(table, model.Results)))}
        {HtmlCard.Render(model)}
        {HtmlStudies.Render(model.Studies, model.Results)}
        {HtmlClaims.Claims(model.Claims, model.Results)}
        {HtmlStudies.NumberClaims(model.NumberClaims)}
        {HtmlClaims.Training(model.Training)}
        {HtmlSpeed.Render(model.Speed, model.SpeedNotes)}
        {HtmlPairs.Render(model.PairErrors, model.Results)}
        {HtmlExplorer.Render(model.PairRanks, model.Comparisons)}
        {HtmlSpread.Render(model.Spread, model.Results)}
        {HtmlGate.Render(model.Gate)}
        {Lint(model.Lint)}
        {Environments(model.Environments)}
        {Artifacts(model.Artifacts)}
        </main>
        <footer><p>Generated from {E(model.GeneratedFrom)}. The same numbers for programs: <a href="cells.csv">cells.csv</a>, <a href="speed.csv">speed.csv</a>,
        <a href="report.json">report.json</a> (<a href="report.schema.json">schema</a>); for papers: <a href="tables.tex">tables.tex</a>.</p></footer>
        {HtmlExplorer.Script}
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    internal static string E(string? text) => WebUtility.HtmlEncode(text ?? "");

    internal static string Lines(IEnumerable<string> parts) => string.Join('\n', parts.Where(part => part.Length > 0));

    /// <summary>A table that becomes a list of cards on a narrow screen, and scrolls by itself where it is still too wide.</summary>
    /// <param name="caption">What the table is.</param>
    /// <param name="headers">One a column; a second line is written small.</param>
    /// <param name="rows">A th and then td elements each.</param>
    /// <param name="css">Classes of the table.</param>
    internal static string Scrolling(string caption, IReadOnlyList<string> headers, IEnumerable<string> rows, string css = "") => $"""
        <div class="scroll" tabindex="0" role="region" aria-label="{E(caption)}"><table role="table"{(css.Length == 0 ? "" : $" class=\"{css}\"")}>
        <caption>{E(caption)}</caption>
        <thead role="rowgroup"><tr role="row">{string.Concat(headers.Select(Header))}</tr></thead>
        <tbody role="rowgroup">
        {Lines(rows.Select(row => Labelled(row, headers)))}
        </tbody></table></div>
        """;

    private static string Header(string header) => header.Split('\n') is [var name, var below]
        ? $"<th scope=\"col\" role=\"columnheader\">{E(name)}<small>{E(below)}</small></th>"
        : header.Length == 0 ? "<td role=\"cell\"></td>" : $"<th scope=\"col\" role=\"columnheader\">{E(header)}</th>";

    // As a card a cell says itself which column it is; the roles keep it a table for screen readers there.
    private static string Labelled(string row, IReadOnlyList<string> headers)
    {
        var column = 0;
        return CellStart().Replace(row, match => match.Value switch
        {
            "<tr" => "<tr role=\"row\"",
            "<th" => "<th role=\"rowheader\"",
            _ => ++column < headers.Count ? $"<td role=\"cell\" data-label=\"{E(headers[column].Split('\n')[0])}\"" : "<td role=\"cell\"",
        });
    }

    [GeneratedRegex("<t[rhd](?=[ >])")]
    private static partial Regex CellStart();

    private static string Contents(ReportModel model)
    {
        (string Id, string Title, bool There)[] chapters =
        [
            ("rule", "Verdicts", true), .. model.Tables.Select(table => (table.Id, table.Title.Split(':')[0], true)), ("card", "The brief's table", model.Card.Count > 0),
            .. model.Studies.DistinctBy(study => study.Id).Select(study => (study.Id, Short(study.Title), true)),
            ("claims", "Claims", model.Claims.Count > 0), ("numbers", "Numbers in the text", model.NumberClaims.Count > 0), ("training", "Training", model.Training.Count > 0),
            ("speed", "Speed", model.Speed.Count > 0), ("pairs", "Pairs", model.PairErrors.Count > 0), ("explorer", "Compare", true), ("spread", "Spread over machines", true),
            ("gate", "Gate", model.Gate.Proofs.Count > 0), ("difference", "Difference to the baseline", model.Gate.SinceBaseline is not null),
            ("lint", "The paper's defects", model.Lint.Count > 0), ("environment", "Environment", true), ("artifacts", "Artifacts", model.Artifacts.Count > 0),
        ];
        var links = chapters.Where(chapter => chapter.There).Select(chapter => $"<li><a href=\"#{chapter.Id}\">{E(chapter.Title)}</a></li>");
        return $"<nav aria-label=\"Contents\"><ul>{string.Concat(links)}</ul></nav>";
    }

    // "Table 7: computation speed" is Table 7; "Section 1: what a search costs" shares its number with others.
    private static string Short(string title) => title.Split(": ", 2) is [var number, var rest] && number.StartsWith("Section", StringComparison.Ordinal)
        ? char.ToUpperInvariant(rest[0]) + rest[1..]
        : title.Split(':')[0];

    private static string Rule(ReportModel model) => $"""
        <section id="rule"><h2>How to read a verdict</h2>
        <ul class="legend">{string.Concat(VerdictStyle.All.Select(style => $"<li><span class=\"v {style.Css}\">{style.Glyph} {style.Word}</span> {E(style.Meaning)}</li>"))}</ul>
        <dl>{Lines(model.Scales.Select(scale => $"<dt>{E(scale.Name)} scale</dt><dd>{E(scale.Meaning)}</dd>"))}</dl>
        <details><summary>The rule behind them</summary>{Lines(model.VerdictRule.Select(paragraph => $"<p>{E(paragraph)}</p>"))}</details>
        </section>
        """;

    private static string Lint(IReadOnlyList<LintFinding> lint) => lint.Count == 0 ? "" : $"""
        <section id="lint"><h2>Defects of the printed tables</h2>
        <p>Found by recomputing what the printed numbers say about each other. They are listed, not repaired: every comparison above uses the number as printed.</p>
        {Scrolling("Defects", ["where", "what", "printed", "follows"], lint.Select(Defect))}
        </section>
        """;

    private static string Defect(LintFinding finding) =>
        $"<tr><th scope=\"row\">{E(finding.Where)}</th><td class=\"wide\">{E(finding.What)}</td>"
            + $"<td class=\"n\">{E(finding.Printed)}</td><td class=\"n\">{E(finding.Computed)}</td></tr>";

    private static string Environments(IReadOnlyList<MachineEnvironment> machines) => $"""
        <section id="environment"><h2>Environment</h2>
        {Lines(machines.Select(Environment))}
        </section>
        """;

    private static string Environment(MachineEnvironment machine) =>
        $"<h3>{E(machine.Machine)}</h3><dl>{Lines(MachineFacts.Of(machine.Provenance).Select(fact => $"<dt>{E(fact.Name)}</dt><dd>{E(fact.Value)}</dd>"))}</dl>";

    private static string Artifacts(IReadOnlyList<ArtifactRow> artifacts) => artifacts.Count == 0 ? "" : $"""
        <section id="artifacts"><h2>Artifacts</h2>
        <details><summary>{CellText.Whole(artifacts.Count)} files were read</summary>
        {Scrolling("Files", ["file", "SHA-256", "licence"], artifacts.Select(Artifact))}
        </details></section>
        """;

    private static string Artifact(ArtifactRow file) =>
        $"<tr><th scope=\"row\">{E(file.Id)}</th><td><code>{E(file.Sha256)}</code></td><td>{E(file.Licence)}</td></tr>";
}
