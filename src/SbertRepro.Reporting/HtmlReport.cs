using System.Globalization;
using System.Net;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>The report as one self-contained page: style and pictures inside, no script, nothing loaded from elsewhere.</summary>
public static class HtmlReport
{
    public static string Render(ReportModel model) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{E(model.Title)}</title>
        <style>
        {HtmlStyle.Css}</style>
        </head>
        <body>
        <header>
        <h1>{E(model.Title)}</h1>
        <p class="lead">{E(model.Question)}</p>
        {Contents(model)}
        </header>
        <main>
        <section id="rule"><h2>How verdicts are made</h2>
        {Lines(model.VerdictRule.Select(paragraph => $"<p>{E(paragraph)}</p>"))}
        {Legend()}
        <dl>{Lines(model.Scales.Select(scale => $"<dt>{E(scale.Name)}</dt><dd>{E(scale.Meaning)}</dd>"))}</dl>
        </section>
        {Lines(model.Tables.Select(HtmlTable.Render))}
        {Card(model.Card)}
        {HtmlStudies.Render(model.Studies)}
        {HtmlClaims.Claims(model.Claims)}
        {HtmlStudies.NumberClaims(model.NumberClaims)}
        {HtmlClaims.Training(model.Training)}
        {Speed(model.Speed, model.SpeedNotes)}
        {HtmlGate.Render(model.Gate)}
        {Lint(model.Lint)}
        {Environments(model.Environments)}
        {Artifacts(model.Artifacts)}
        </main>
        <footer><p>Generated from {E(model.GeneratedFrom)}. The same numbers for programs: <a href="cells.csv">cells.csv</a>, <a href="speed.csv">speed.csv</a>.</p></footer>
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    internal static string E(string? text) => WebUtility.HtmlEncode(text ?? "");

    internal static string Lines(IEnumerable<string> parts) => string.Join('\n', parts);

    /// <summary>A table that scrolls by itself on a narrow screen.</summary>
    internal static string Scrolling(string caption, IEnumerable<string> headers, IEnumerable<string> rows) => $"""
        <div class="scroll" tabindex="0" role="region" aria-label="{E(caption)}"><table>
        <caption>{E(caption)}</caption>
        <thead><tr>{string.Concat(headers.Select(header => $"<th scope=\"col\">{E(header)}</th>"))}</tr></thead>
        <tbody>
        {Lines(rows)}
        </tbody></table></div>
        """;

    private static string Contents(ReportModel model)
    {
        (string Id, string Title, bool There)[] chapters =
        [
            ("rule", "Verdicts", true), .. model.Tables.Select(table => (table.Id, table.Title, true)), ("card", "The brief's table", model.Card.Count > 0), ("claims", "Claims", model.Claims.Count > 0), ("training", "Training", model.Training.Count > 0),
            ("speed", "Speed", model.Speed.Count > 0), ("gate", "Gate", model.Gate.Proofs.Count > 0), ("difference", "Difference to the baseline", model.Gate.SinceBaseline is not null), ("lint", "Defects of the printed tables", model.Lint.Count > 0), ("environment", "Environment", true), ("artifacts", "Artifacts", model.Artifacts.Count > 0),
        ];
        return $"<nav aria-label=\"Contents\"><ul>{string.Concat(chapters.Where(chapter => chapter.There).Select(chapter => $"<li><a href=\"#{chapter.Id}\">{E(chapter.Title)}</a></li>"))}</ul></nav>";
    }

    private static string Legend() =>
        $"<ul class=\"legend\">{string.Concat(VerdictStyle.All.Select(style => $"<li><span class=\"v {style.Css}\">{style.Glyph} {style.Word}</span> {E(style.Meaning)}</li>"))}</ul>";

    private static string Card(IReadOnlyList<CardRow> card) => card.Count == 0 ? "" : $"""
        <section id="card"><h2>The brief's table</h2>
        <p>What this project's brief states, what the paper prints, and what was measured. Where brief and paper differ, the paper is judged.</p>
        {Scrolling("Brief, paper and measurement", ["quantity", "brief", "paper", "measured", "verdict", "explanation"], card.Select(row => Invariant($"""<tr><th scope="row">{E(row.Quantity)}</th><td class="n">{E(row.Brief)}</td><td class="n">{E(row.Paper ?? "–")}</td><td class="n">{MeasuredAll(row.Measured)}</td><td>{Badge(row.Verdict)}</td><td class="wide">{E(row.Explanation)}</td></tr>""")))}
        </section>
        """;

    private static string MeasuredAll(IReadOnlyList<Measurement> measured) => measured.Count == 0 ? "–" : string.Concat(measured.Select(Measured));

    private static string Measured(Measurement measured) =>
        $"<b>{CellText.Score(measured.Value)}</b>{(measured.Unit.Length > 0 ? " " + E(measured.Unit) : "")}<small>{E(CellText.Range(measured.Interval))} {E(CellText.SampleOf(measured.Count, measured.Seeds))}, {E(measured.Scale)}: {E(measured.System)}</small>";

    private static string Badge(Verdict verdict)
    {
        var style = VerdictStyle.Of(verdict);
        return $"<span class=\"v {style.Css}\">{style.Glyph} {style.Word}</span>";
    }

    private static string Speed(IReadOnlyList<SpeedRow> speed, IReadOnlyList<string> notes) => speed.Count == 0 ? "" : $"""
        <section id="speed"><h2>Speed</h2>
        <p>The share is the achieved arithmetic over the rate of bare matrix products of the same shapes, probed between the batches of the same run. A row whose output did not agree with the reference is void and struck out.</p>
        {Scrolling("Speed", ["system", "precision", "batching", "device", "sentences/s", "tokens/s", "GFLOP/s", "share", "padding", "p50 ms", "p95 ms", "peak MB", "machine"], speed.Select(SpeedLine))}
        <ul>{Lines(notes.Select(note => $"<li>{E(note)}</li>"))}</ul>
        </section>
        """;

    private static string SpeedLine(SpeedRow row)
    {
        string[] numbers =
        [
            Number(row.SentencesPerSecond, "0.0"), Number(row.TokensPerSecond, "0"), Number(row.Gflops, "0"), Number(100 * row.GemmShare, "0.0") + (row.GemmShare is null ? "" : " %"),
            Number(100 * row.Padding, "0.0") + (row.Padding is null ? "" : " %"), Number(row.P50Milliseconds, "0.0"), Number(row.P95Milliseconds, "0.0"), Number(row.PeakMegabytes, "0"),
        ];
        string[] words = [row.Precision, row.Batching, row.Device];
        var cells = words.Select(E).Select(word => $"<td>{Struck(word)}</td>").Concat(numbers.Select(number => $"<td class=\"n\">{Struck(number)}</td>")).Append($"<td>{E(row.Machine)}</td>");
        return $"<tr><th scope=\"row\">{Struck(E(row.System))}{(row.Valid == false ? " <small>void: accuracy did not hold</small>" : "")}</th>{string.Concat(cells)}</tr>";

        string Struck(string text) => row.Valid == false && text.Length > 0 ? $"<s>{text}</s>" : text;
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Lint(IReadOnlyList<LintFinding> lint) => lint.Count == 0 ? "" : $"""
        <section id="lint"><h2>Defects of the printed tables</h2>
        <p>Found by recomputing what the printed numbers say about each other. They are listed, not repaired: every comparison above uses the number as printed.</p>
        {Scrolling("Defects", ["where", "what", "printed", "follows"], lint.Select(finding => $"<tr><th scope=\"row\">{E(finding.Where)}</th><td class=\"wide\">{E(finding.What)}</td><td class=\"n\">{E(finding.Printed)}</td><td class=\"n\">{E(finding.Computed)}</td></tr>"))}
        </section>
        """;

    private static string Environments(IReadOnlyList<MachineEnvironment> machines) => $"""
        <section id="environment"><h2>Environment</h2>
        {Lines(machines.Select(machine => $"<h3>{E(machine.Machine)}</h3><dl>{Lines(MachineFacts.Of(machine.Provenance).Select(fact => $"<dt>{E(fact.Name)}</dt><dd>{E(fact.Value)}</dd>"))}</dl>"))}
        </section>
        """;

    private static string Artifacts(IReadOnlyList<ArtifactRow> artifacts) => artifacts.Count == 0 ? "" : $"""
        <section id="artifacts"><h2>Artifacts</h2>
        <details><summary>{CellText.Whole(artifacts.Count)} files were read</summary>
        {Scrolling("Files", ["file", "SHA-256", "licence"], artifacts.Select(file => $"<tr><th scope=\"row\">{E(file.Id)}</th><td><code>{E(file.Sha256)}</code></td><td>{E(file.Licence)}</td></tr>"))}
        </details></section>
        """;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
