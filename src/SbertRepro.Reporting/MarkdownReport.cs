using System.Globalization;
using System.Text;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>The report as GitHub Markdown: the same model, chapter by chapter, as the HTML page.</summary>
public static class MarkdownReport
{
    /// <param name="model">What to say.</param>
    /// <param name="figures">Anchors of the blocks that have a picture under figures/.</param>
    public static string Render(ReportModel model, IReadOnlySet<string> figures)
    {
        var text = new StringBuilder();
        Paragraph($"# {T(model.Title)}");
        Paragraph(T(model.Question));
        Paragraph(MarkdownGlance.Render(model));
        Paragraph("## How to read a verdict");
        Paragraph(Lines(VerdictStyle.All.Select(style => $"- {style.Glyph} **{style.Word}**: {T(style.Meaning)}")));
        Paragraph(Lines(model.Scales.Select(scale => $"- **{T(scale.Name)}** scale: {T(scale.Meaning)}")));
        Paragraph($"<details><summary>The rule behind them</summary>\n\n{string.Join("\n\n", model.VerdictRule.Select(T))}\n\n</details>");
        foreach (var section in model.Tables) Paragraph(Section(section, figures, model.Results));
        if (model.Card.Count > 0) Paragraph(Card(model.Card));
        if (model.Studies.Count > 0) Paragraph(MarkdownStudies.Render(model.Studies));
        if (model.Claims.Count > 0) Paragraph(Claims(model.Claims));
        if (model.NumberClaims.Count > 0) Paragraph(MarkdownStudies.NumberClaims(model.NumberClaims));
        if (model.Training.Count > 0) Paragraph(Training(model.Training, figures));
        if (model.Speed.Count > 0) Paragraph(Speed(model));
        if (model.PairErrors.Count > 0) Paragraph(MarkdownPairs.Render(model.PairErrors));
        Paragraph(MarkdownSpread.Render(model.Spread, model.Results));
        if (MarkdownGate.Render(model.Gate) is { Length: > 0 } gate) Paragraph(gate);
        if (model.Lint.Count > 0)
            Paragraph("## Defects of the printed tables\n\n" + Table(["where", "what", "printed", "follows"],
                model.Lint.Select(finding => new[] { finding.Where, finding.What, finding.Printed, finding.Computed })));
        Paragraph("## Environment\n\n" + string.Join("\n\n",
            model.Environments.Select(machine => $"**{T(machine.Machine)}**\n\n{Lines(MachineFacts.Of(machine.Provenance).Select(fact => $"- {fact.Name}: {T(fact.Value)}"))}")));
        Paragraph($"Generated from {T(model.GeneratedFrom)}. The same numbers for programs: [cells.csv](cells.csv), [speed.csv](speed.csv), [report.json](report.json) "
            + $"([schema](report.schema.json)); for papers: [tables.tex](tables.tex).");
        return text.ToString().TrimEnd('\n') + "\n";

        void Paragraph(string paragraph) => text.Append(paragraph).Append("\n\n");
    }

    private static string Section(TableSection section, IReadOnlySet<string> figures, string results) =>
        string.Join("\n\n", [$"## {T(section.Title)}", T(section.Question), .. TableBlock.Of(section).Select(block => Block(block, figures, results)),
            .. section.Notes.Count == 0 ? Array.Empty<string>() : [Folded("Notes", Lines(section.Notes.Select(note => $"- {T(note)}")))]]);

    private static string Block(TableBlock block, IReadOnlySet<string> figures, string results)
    {
        var measured = block.Rows.Where(row => row.ReasonNotRun is null).ToList();
        var numbers = Table(["system", .. block.Section.Columns.Select(column => column.Label)],
            measured.Select(row => (string[])[$"{row.System.Name} ({row.Machine}, {row.Caveat}{Seeds(row, block, results)})", .. row.Cells.Select(Cell)]));
        if (block.Again is { } machine) return Folded($"The same systems on {machine}, {block.Scale} scale", numbers);
        var notRun = block.Rows.Where(row => row.ReasonNotRun is not null).GroupBy(row => row.ReasonNotRun);
        return string.Join("\n\n",
        [
            $"### {SentenceCase.Of(T(block.Scale))} scale",
            .. figures.Contains(block.Anchor) ? [$"![Measured scores with intervals beside the paper's](figures/{block.Anchor}.svg)"] : Array.Empty<string>(),
            .. measured.Count == 0 ? Array.Empty<string>()
                : [$"{T(block.Section.Unit)}, measured [95 % interval], then the paper's number and the difference; seeds link to the results.", numbers],
            .. notRun.Any() ? [Folded("Not run", Lines(notRun.Select(group => $"- {T(string.Join(", ", group.Select(row => row.System.Name)))}: {T(group.Key!)}")))]
                : Array.Empty<string>(),
            Folded("To measure a row again", Lines(block.Rows.Select(row => $"- {T(row.System.Name)} ({T(row.Standing)}): `{row.System.Command}`"))),
        ]);
    }

    private static string Seeds(TableBlockRow row, TableBlock block, string results) =>
        (row.Seeds.Count == 1 ? "seed " : "seeds ")
            + string.Join(' ', ResultLinks.FilesOf(block.Section.Id, block.Scale, row)
                .Select(file => $"[{file.Seed}]({ResultLinks.Address(results, file.Path)})"));

    internal static string Folded(string summary, string content) => $"<details><summary>{T(summary)}</summary>\n\n{content}\n\n</details>";

    private static string Cell(Comparison? cell)
    {
        if (cell is null) return "";
        var text = CellText.Of(cell);
        var paper = text.Paper is null ? "" : $"; paper {text.Paper}{(text.Difference is null ? "" : $", {text.Difference}")}";
        return text.Measured is null ? $"{text.Verdict.Glyph} {text.Verdict.Word}{paper}" : $"**{text.Measured}** {text.Verdict.Glyph} {text.Interval}{paper}; {text.Sample}";
    }

    private static string Card(IReadOnlyList<CardRow> card) => "## The brief's table\n\n" + Table(["quantity", "brief", "paper", "measured", "verdict", "explanation"],
        card.Select(row => new[] { row.Quantity, row.Brief, row.Paper ?? "–", row.Measured.Count == 0 ? "–" : string.Join("; ", row.Measured.Select(Measured)),
            $"{VerdictStyle.Of(row.Verdict).Glyph} {VerdictStyle.Of(row.Verdict).Word}", row.Explanation }));

    private static string Measured(Measurement measured) =>
        $"**{MeasurementText.Of(measured).Value}**{$" {measured.Unit}".TrimEnd()} {MeasurementText.Of(measured).Range}; "
            + $"{CellText.SampleOf(measured.Count, measured.Seeds)}, {measured.Scale}: {measured.System}{measured.Caveat}";

    private static string Claims(IReadOnlyList<ClaimRow> claims) => "## Claims about order\n\n"
        + "The probability is the share of 10,000 paired resamples, over the same items for both systems and over their seeds, in which the claim holds.\n\n"
        + string.Join("\n\n", ClaimCard.Of(claims).Select(card =>
            $"**{T(SentenceCase.Of(card.Text))}** (paper, section or table {T(card.Section)}): here it {card.Tally}.{Why(card)}\n\n" + Table(
            ["here", "probability", "difference", "95 % interval", "McNemar p", "dataset", "better", "worse", "scale", "sample"],
            card.Lines.Select(line => line.Row).Select(row =>
                new[]
                {
                    $"{row.Glyph} {row.Answer}", row.Probability, row.Difference, row.Interval, row.McNemar, row.Record.Dataset, row.Record.Better,
                    row.Record.Worse, row.Record.Scale, row.Sample,
                }))));

    private static string Why(ClaimCard card) => card.WhyItFails is { } why ? $" Why it fails, as far as we can see: {T(why)}." : "";

    private static string Training(IReadOnlyList<TrainingSection> sections, IReadOnlySet<string> figures) => "## Training\n\n"
        + string.Join("\n\n", sections.Select(section => $"### {T(section.System)}, {T(section.Scale)} scale, {T(section.Machine)}\n\n"
            + (figures.Contains(section.Anchor) ? $"![Training loss by step](figures/{section.Anchor}.svg)\n\n" : "") + Lines(section.Lines.Select(line => $"- {T(line)}"))));

    private static string Speed(ReportModel model) => "## Speed\n\n"
        + Table(["system", "precision", "batching", "device", "sentences/s", "GFLOP/s", "share of matrix products", "padding", "peak MB"], model.Speed.Select(Line))
        + "\n\n" + Lines(model.SpeedNotes.Select(note => $"- {T(note)}"));

    private static string[] Line(SpeedRow row)
    {
        string[] cells =
        [
            row.System, row.Precision, row.Batching, row.Device, Number(row.SentencesPerSecond, "0.0"), Number(row.Gflops, "0"),
            row.GemmShare is { } share ? Number(100 * share, "0.0") + " %" : "", row.Padding is { } padding ? Number(100 * padding, "0.0") + " %" : "",
            Number(row.PeakMegabytes, "0"),
        ];
        return row.Valid == false ? [.. cells.Select(cell => cell.Length == 0 ? "" : $"~~{cell}~~")] : cells;
    }

    internal static string Table(IReadOnlyList<string> headers, IEnumerable<string[]> rows) => Lines(
        [Row(headers), Row(headers.Select((_, index) => index == 0 ? ":--" : "--:")), .. rows.Select(row => Row(row.Select(T)))]);

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    internal static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    internal static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    // Markup of ours (bold, strikethrough, code) stays; what could break a table or become HTML does not.
    internal static string T(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
