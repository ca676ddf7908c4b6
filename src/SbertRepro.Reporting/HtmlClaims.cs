using System.Globalization;
using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>The chapters about order and about training: what holds here, and how the models that were trained here came about.</summary>
internal static class HtmlClaims
{
    public static string Claims(IReadOnlyList<ClaimRow> claims, string results) => claims.Count == 0 ? "" : $"""
        <section id="claims"><h2>Claims about order</h2>
        <p>The paper's numbers need the paper's systems; its orders can be put to smaller ones. The probability is the share of 10,000 paired resamples,
        over the same items for both systems and over their seeds, in which the claim holds.</p>
        <div class="cards">
        {Lines(ClaimCard.Of(claims).Select(card => Card(card, results)))}
        </div></section>
        """;

    public static string Training(IReadOnlyList<TrainingSection> sections) => sections.Count == 0 ? "" : $"""
        <section id="training"><h2>Training</h2>
        <p>Models that were trained for the rows above. The checkpoint is chosen on a development set; test sets are looked at once, by the tables.</p>
        <div class="runs">{Lines(sections.Select(Runs))}</div>
        </section>
        """;

    private static string Runs(TrainingSection section) =>
        $"<article id=\"{section.Anchor}\"><h3>{E(section.System)} <small>{E(section.Scale)} scale, {E(section.Machine)}</small></h3>"
            + $"<figure>{TrainingChart.Svg(section)}</figure><ul>{Lines(section.Lines.Select(line => $"<li>{E(line)}</li>"))}</ul></article>";

    private static string Card(ClaimCard card, string results) => $"""
        <article class="claim"><h3>{E(Sentence(card.Text))}</h3>
        <p class="tally">Paper, section or table {E(card.Section)}. Here it {E(card.Tally)}.</p>
        {Lines(card.Lines.GroupBy(line => line.Row.Players).Select(group => $"<p class=\"players\">{E(group.Key)}</p><ul>{Lines(group.Select(line => Line(line, results)))}</ul>"))}
        </article>
        """;

    private static string Line(ClaimLine line, string results)
    {
        var (row, record) = (line.Row, line.Row.Record);
        var width = (100 * record.Probability).ToString("0.#", CultureInfo.InvariantCulture);
        return $"<li><span class=\"v {Css(row)}\">{Glyph(row)} {row.Answer}</span> <b>{E(record.Dataset)}</b> <a href=\"{E(Address(row, results))}\">{E(row.Probability)}</a>"
            + $"<span class=\"chance {Css(row)}\" style=\"--p:{width}%\" aria-hidden=\"true\"></span>"
            + $"<small>difference {row.Difference} {row.Interval}; n {CellText.Whole(record.Count)}"
            + $"{(row.McNemar.Length == 0 ? "" : $"; McNemar p {E(row.McNemar)}")}{Again(line.Again, results)}</small></li>";
    }

    private static string Again(IReadOnlyList<ClaimRow> rows, string results) =>
        string.Concat(rows.Select(row => $"; on {E(row.Record.Machine)} <a href=\"{E(Address(row, results))}\">{E(row.Probability)}</a>"));

    private static string Address(ClaimRow row, string results) => ResultLinks.Address(results, row.File);

    internal static string Glyph(ClaimRow row) => row.Answer switch { "holds" => "●", "open" => "◆", _ => "▲" };

    internal static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Css(ClaimRow row) => row.Answer switch { "holds" => "reproduced", "open" => "consistent", _ => "deviates" };
}
