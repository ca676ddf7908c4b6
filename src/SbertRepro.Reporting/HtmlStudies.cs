using SbertRepro.Evaluation.Results;
using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>The chapters of studies, and the numbers that the paper states in its text.</summary>
internal static class HtmlStudies
{
    private static readonly string[] Columns = ["system", "what", "size", "value", "95 % interval", "n", "basis"];

    /// <param name="sections">In the order in which they are shown.</param>
    /// <param name="results">The folder of the results, as seen from the report.</param>
    public static string Render(IReadOnlyList<StudySection> sections, string results) => Lines(sections.GroupBy(section => section.Id).Select(study => $"""
        <section id="{E(study.Key)}"><h2>{E(study.First().Title)}</h2>
        <p>{E(study.First().Question)}</p>
        {Lines(study.Select(section => Article(section, results)))}
        </section>
        """));

    public static string NumberClaims(IReadOnlyList<NumberClaimRow> claims) => claims.Count == 0 ? "" : $"""
        <section id="numbers"><h2>Numbers in the paper's text</h2>
        <p>The paper's times are of one V100 GPU, or of a CPU it names in section 7; times of other machines stand beside them and are not judged.</p>
        {Scrolling("Numbers in the text", ["claim", "section", "paper", "here"], claims.Select(Claim))}
        </section>
        """;

    private static string Claim(NumberClaimRow claim) =>
        $"<tr><th scope=\"row\">{E(claim.Text)}</th><td>{E(claim.Section)}</td><td class=\"n\">{E(claim.Paper)}</td><td class=\"wide\">{Here(claim)}</td></tr>";

    private static string Article(StudySection section, string results) => $"""
        <article id="{section.Anchor}"><h3>Scale {E(section.Scale)}, machine {E(section.Machine)}</h3>
        {Lines(section.Figures.Select(figure => $"<figure>{figure.Svg}<figcaption>{E(figure.Caption)}</figcaption></figure>"))}
        {(section.Findings.Count == 0 ? "" : $"<ul>{Lines(section.Findings.Select(finding => $"<li>{E(finding)}</li>"))}</ul>")}
        {Scrolling($"{section.Title}, {section.Scale} scale: medians, 95 % interval", Columns, section.Quantities.Select(Row))}
        <details><summary>Conditions</summary><ul>
        {Lines(StudyConditions.Of(section).Select(note => $"<li>{E(note)}</li>"))}
        </ul></details>
        <p class="note">As JSON, samples included: {string.Join(", ", section.Records.Select(record => $"<a href=\"{E(Address(record, results))}\">{E(record.Step)}</a>"))}</p>
        </article>
        """;

    private static string Address(StudyRecord record, string results) =>
        ResultLinks.Address(results, $"{record.Scale}/{record.Machine}/{StudyRecord.Kind}/{StudyRecord.NameOf(record.Study, record.Step)}.{StudyRecord.Kind}.json");

    private static string Row(Quantity quantity)
    {
        var text = QuantityText.Of(quantity);
        var value = quantity.Valid == false ? $"<s>{E(text.Value)}</s>" : $"<b>{E(text.Value)}</b>";
        return $"<tr><th scope=\"row\">{E(quantity.System)}</th><td>{E(quantity.What)}</td><td class=\"n\">{E(text.Size)}</td><td class=\"n\">{value}</td>"
            + $"<td class=\"n\">{E(text.Interval)}</td><td class=\"n\">{E(text.Count)}</td><td>{E(text.Basis)}</td></tr>";
    }

    private static string Here(NumberClaimRow claim) => claim.WhyNot is { } reason ? $"not run: {E(reason)}" : Lines(claim.Measured.Select(here =>
    {
        var text = QuantityText.Of(here.Quantity);
        return $"<p><b>{E(text.Value)}</b> {E(text.Interval)} {E(text.Basis)}, n {E(text.Count)}: {E(here.Quantity.System)}, {E(here.Scale)}, {E(here.Machine)}</p>";
    }));
}
