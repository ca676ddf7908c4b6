using static SbertRepro.Reporting.MarkdownReport;

namespace SbertRepro.Reporting;

/// <summary>The first screen as Markdown.</summary>
internal static class MarkdownGlance
{
    /// <summary>Names the picture of section 1.</summary>
    public const string SearchCostAnchor = "search-cost";

    public static string Render(ReportModel model)
    {
        var glance = Glance.Of(model);
        return string.Join("\n\n",
        [
            $"**{T(glance.Headline)}**",
            .. model.Notices.Select(notice => $"> **Note.** {T(notice)}"),
            Table([.. glance.Printed.Select(pair => $"{pair.Style.Glyph} {pair.Style.Word}")], [[.. glance.Printed.Select(pair => CellText.Whole(pair.Count))]]),
            .. model.Card.Count == 0 ? Array.Empty<string>() : ["What the brief states, what the paper prints, what was measured here; the chapter below says why they differ.",
                Table(["quantity", "brief", "paper", "measured"], model.Card.Select(Row))],
            .. glance.FirstTable.Count == 0 ? Array.Empty<string>()
                : ["The paper's Table 1, Spearman x100: measured, then the paper's number.",
                    Table(["paper", "here", .. glance.Columns.Select(column => column.Label)], glance.FirstTable.Select(Row))],
            .. SearchCost(model.SearchCost),
            Lines(model.Environments.Select(machine => $"- {T(machine.Machine)}: {T(MachineFacts.Line(machine.Provenance))}")) + $"\n- again: `{model.Command}`",
        ]);
    }

    private static IEnumerable<string> SearchCost(SearchCostSection cost)
    {
        if (cost.Bars.Count == 0) yield break;
        yield return $"![{DurationChart.Alternative(cost.Bars)}](figures/{SearchCostAnchor}.svg)";
        yield return Lines(cost.Bars.Select(bar => $"- {T(bar.Label)}: {DurationText.Of(bar.Seconds)}, {bar.Word}"));
        if (!cost.IsMeasured) yield return $"Not measured here yet: `{cost.Command}`.";
    }

    private static string[] Row(CardRow row)
    {
        var style = VerdictStyle.Of(row.Verdict);
        return [row.Quantity, row.Brief, row.PaperNumber ?? "–",
            row.Measured is [var first, ..] && MeasurementText.Of(first) is var text
                ? $"**{text.Value}**{$" {first.Unit}".TrimEnd()} {style.Glyph} {text.Range}{first.Caveat}"
                : $"{style.Glyph} {style.Word}"];
    }

    private static string[] Row(GlanceRow row) =>
        [row.PaperRow, row.Row.IsMeasured ? $"{row.Row.System.Name} ({row.Row.Standing})" : "not run", .. row.Cells.Select(Cell)];

    private static string Cell(Evaluation.Paper.Comparison? cell)
    {
        if (cell is null) return "";
        var text = CellText.Of(cell);
        return text.Measured is null ? $"– ({text.Paper})" : $"**{text.Measured}** {text.Verdict.Glyph} ({text.Paper})";
    }
}
