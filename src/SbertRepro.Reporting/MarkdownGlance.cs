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
            Table([.. glance.Printed.Select(pair => $"{pair.Style.Glyph} {pair.Style.Word}")], [[.. glance.Printed.Select(pair => CellText.Whole(pair.Count))]]),
            .. glance.FirstTable.Count == 0 ? Array.Empty<string>() : ["The paper's Table 1, Spearman x100: measured, then the paper's number.", Table(["paper", "here", .. glance.Columns.Select(column => column.Label)], glance.FirstTable.Select(Row))],
            .. model.SearchCost.Bars.Count == 0 ? Array.Empty<string>() : [$"![{DurationChart.Alternative(model.SearchCost.Bars)}](figures/{SearchCostAnchor}.svg)", .. model.SearchCost.IsMeasured ? Array.Empty<string>() : [$"Not measured here yet: `{model.SearchCost.Command}`."]],
            Lines(model.Environments.Select(machine => $"- {T(machine.Machine)}: {T(MachineFacts.Line(machine.Provenance))}")) + $"\n- again: `{model.Command}`",
        ]);
    }

    private static string[] Row(GlanceRow row) =>
        [row.PaperRow, row.Row.IsMeasured ? $"{row.Row.System.Name} ({row.Row.System.Kind})" : "not run", .. row.Cells.Select(Cell)];

    private static string Cell(Evaluation.Paper.Comparison? cell)
    {
        if (cell is null) return "";
        var text = CellText.Of(cell);
        return text.Measured is null ? $"– ({text.Paper})" : $"**{text.Measured}** {text.Verdict.Glyph} ({text.Paper})";
    }
}
