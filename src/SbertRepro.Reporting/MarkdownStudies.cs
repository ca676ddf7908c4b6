using SbertRepro.Evaluation.Results;
using static SbertRepro.Reporting.MarkdownReport;

namespace SbertRepro.Reporting;

/// <summary>The chapters of studies, and the numbers in the paper's text, as Markdown.</summary>
internal static class MarkdownStudies
{
    public static string Render(IReadOnlyList<StudySection> sections) => string.Join("\n\n", sections.GroupBy(section => section.Id)
        .Select(study => string.Join("\n\n", study.Select(Block).Prepend($"## {T(study.First().Title)}\n\n{T(study.First().Question)}"))));

    public static string NumberClaims(IReadOnlyList<NumberClaimRow> claims) => claims.Count == 0 ? "" : "## Numbers in the paper's text\n\n"
        + "The paper's times are of one V100 GPU, or of a CPU it names in section 7; times of other machines stand beside them and are not judged.\n\n"
        + Table(["claim", "section", "paper", "here"], claims.Select(claim => new[] { claim.Text, claim.Section, claim.Paper, Here(claim) }));

    private static string Block(StudySection section) => string.Join("\n\n",
    [
        $"### Scale {T(section.Scale)}, machine {T(section.Machine)}",
        .. section.Figures.Select(figure => $"![{T(figure.Caption)}](figures/{figure.Anchor}.svg)"),
        .. section.Findings.Count == 0 ? Array.Empty<string>() : [Lines(section.Findings.Select(finding => $"- {T(finding)}"))],
        .. section.Summary is { } summary ? Summary(summary) : [],
        .. section.Listed.Count == 0 ? Array.Empty<string>() : [section.Summary is null ? List(section) : Folded("The other quantities", List(section))],
        Folded("Conditions", Lines(StudyConditions.Of(section).Select(note => $"- {T(note)}"))),
    ]);

    private static string[] Summary(StudySummary summary) =>
    [
        Table(["system", summary.Size, .. summary.Columns], summary.Rows.Select(row => (string[])[row.System, QuantityText.SizeOf(row.Size), .. row.Cells.Select(Cell)])),
        .. summary.HasVoid ? [StudySummary.WhyStruck] : Array.Empty<string>(),
    ];

    private static string Cell(StudyCell cell)
    {
        if (cell.Measured is not { } quantity) return cell.Paper ?? "";
        var text = QuantityText.Of(quantity);
        return $"{(quantity.Valid == false ? $"~~{text.Value}~~" : $"**{text.Value}**")} {text.Interval} {text.Remark}".TrimEnd().Replace("  ", " ", StringComparison.Ordinal);
    }

    private static string List(StudySection section) => Table(["system", "what", "size", "value", "95 % interval", "n", "basis"], section.Listed.Select(Row));

    private static string[] Row(Quantity quantity)
    {
        var text = QuantityText.Of(quantity);
        return [quantity.System, quantity.What, text.Size, quantity.Valid == false ? $"~~{text.Value}~~" : text.Value, text.Interval, text.Count, text.Basis];
    }

    private static string Here(NumberClaimRow claim) => claim.WhyNot is { } reason ? $"not run: {reason}" : string.Join("; ", claim.Measured.Select(here =>
    {
        var text = QuantityText.Of(here.Quantity);
        return $"**{text.Value}** {text.Interval} {text.Basis}, n {text.Count}: {here.Quantity.System}, {here.Scale}, {here.Machine}";
    }));
}
