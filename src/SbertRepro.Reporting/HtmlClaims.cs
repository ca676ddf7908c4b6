using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>The chapters about order and about training: what holds here, and how the models that were trained here came about.</summary>
internal static class HtmlClaims
{
    public static string Claims(IReadOnlyList<ClaimRow> claims) => claims.Count == 0 ? "" : $"""
        <section id="claims"><h2>Claims about order</h2>
        <p>The paper's numbers need the paper's systems; its orders can be put to smaller ones. The probability is the share of 10,000 paired resamples, over the same items for both systems and over their seeds, in which the claim holds.</p>
        {Lines(claims.GroupBy(claim => (claim.Section, claim.Text)).Select(group => $"<h3>{E(Sentence(group.Key.Text))} <small>paper, section or table {E(group.Key.Section)}</small></h3>{Table(group.Key.Text, [.. group])}"))}
        </section>
        """;

    public static string Training(IReadOnlyList<TrainingSection> sections) => sections.Count == 0 ? "" : $"""
        <section id="training"><h2>Training</h2>
        <p>Models that were trained for the rows above. The checkpoint is chosen on a development set; test sets are looked at once, by the tables.</p>
        {Lines(sections.Select(section => $"<article id=\"{section.Anchor}\"><h3>{E(section.System)} <small>{E(section.Scale)} scale, {E(section.Machine)}</small></h3><figure>{TrainingChart.Svg(section)}</figure><ul>{Lines(section.Lines.Select(line => $"<li>{E(line)}</li>"))}</ul></article>"))}
        </section>
        """;

    private static string Table(string caption, IReadOnlyList<ClaimRow> rows) =>
        Scrolling(caption, ["here", "probability", "difference", "95 % interval", "McNemar p", "dataset", "better", "worse", "scale", "sample"], rows.Select(row => $"""
            <tr><th scope="row"><span class="v {Css(row)}">{Glyph(row)} {row.Answer}</span></th><td class="n">{E(row.Probability)}</td><td class="n">{row.Difference}</td><td class="n">{row.Interval}</td><td class="n">{E(row.McNemar)}</td><td>{E(row.Record.Dataset)}</td><td>{E(row.Record.Better)}</td><td>{E(row.Record.Worse)}</td><td>{E(row.Record.Scale)}</td><td>{E(row.Sample)}</td></tr>
            """));

    internal static string Glyph(ClaimRow row) => row.Answer switch { "holds" => "●", "open" => "◆", _ => "▲" };

    internal static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Css(ClaimRow row) => row.Answer switch { "holds" => "reproduced", "open" => "consistent", _ => "deviates" };
}
