using SbertRepro.Evaluation.Paper;

namespace SbertRepro.Reporting;

/// <summary>What the first screen says, shared by both renderings; every number follows from the model.</summary>
public sealed record Glance(IReadOnlyList<(VerdictStyle Style, int Count)> Printed, int Added, IReadOnlyList<(string Answer, int Count)> Claims,
    IReadOnlyList<GlanceRow> FirstTable, IReadOnlyList<TableColumn> Columns)
{
    public const string FirstTableId = "table1";

    public static Glance Of(ReportModel model)
    {
        var table = model.Tables.FirstOrDefault(section => section.Id == FirstTableId);
        IReadOnlyList<TableColumn> columns = table is null ? []
            : [.. table.Columns.Where(column => table.Cells.Any(cell => cell.Dataset == column.Dataset && cell.Paper is not null))];
        return new(
            Tally(model),
            model.Tables.SelectMany(TableBlock.Of).Where(block => block.Again is null).SelectMany(block => block.Cells).Count(cell => cell is { Paper: null, Measured: not null }),
            [
                .. ClaimCard.Of(model.Claims).SelectMany(card => card.Lines).CountBy(line => line.Row.Answer)
                    .OrderBy(pair => Array.IndexOf(ClaimRow.Answers, pair.Key)).Select(pair => (pair.Key, pair.Value)),
            ],
            table is null ? [] : RowsOf(table, columns), columns);
    }

    /// <summary>The whole result in a sentence or two.</summary>
    public string Headline
    {
        get
        {
            var judged = Count(Verdict.Reproduced) + Count(Verdict.Consistent) + Count(Verdict.Deviates);
            var (shown, total) = (Count(Verdict.NotJudged), Printed.Sum(pair => pair.Count));
            var numbers = judged == 0
                ? $"None of the paper's {CellText.Whole(total)} numbers has been measured with the paper's own system yet; "
                    + $"{CellText.Whole(shown)} stand beside a stand-in, which is shown and not judged."
                : $"Of the paper's {CellText.Whole(total)} numbers, {CellText.Whole(judged)} were measured with the paper's own system: "
                    + $"{CellText.Whole(Count(Verdict.Reproduced))} reproduced, {CellText.Whole(Count(Verdict.Consistent))} consistent, "
                    + $"{CellText.Whole(Count(Verdict.Deviates))} deviate; {CellText.Whole(shown)} more stand beside a stand-in.";
            var claims = Claims.Sum(pair => pair.Count);
            return claims == 0 ? numbers : $"{numbers} Its claims about which system is better were put to these systems "
                + $"{(claims == 1 ? "once" : $"{CellText.Whole(claims)} times")}: "
                + $"{string.Join(", ", Claims.Select(pair => $"{CellText.Whole(pair.Count)} {Said(pair.Answer, pair.Count)}"))}.";
        }
    }

    private int Count(Verdict verdict) => Printed.Single(pair => pair.Style.Verdict == verdict).Count;

    private static string Said(string answer, int count) => (answer, count) switch { ("holds", not 1) => "hold", ("does not hold", not 1) => "do not hold", _ => answer };

    // Each printed number once, however many systems, scales and machines stand beside it; the largest scale comes first.
    private static IReadOnlyList<(VerdictStyle, int)> Tally(ReportModel model)
    {
        var verdicts = model.Tables.SelectMany(section => section.Cells.Where(cell => cell.Paper is not null)
            .GroupBy(cell => (section.Systems.First(system => system.Id == cell.System).PaperRow ?? cell.System, cell.Dataset, cell.Metric)).Select(BestOf)).ToList();
        var unseen = Math.Max(0, model.PrintedNumbers - verdicts.Count);
        return [.. VerdictStyle.All.Select(style => (style, verdicts.Count(verdict => verdict == style.Verdict) + (style.Verdict == Verdict.NotRun ? unseen : 0)))];
    }

    private static Verdict BestOf(IEnumerable<Comparison> cells)
    {
        var verdicts = cells.Select(cell => VerdictStyle.Of(cell).Verdict).ToList();
        return verdicts.FirstOrDefault(verdict => verdict is Verdict.Reproduced or Verdict.Consistent or Verdict.Deviates,
            verdicts.Contains(Verdict.NotJudged) ? Verdict.NotJudged : Verdict.NotRun);
    }

    private static IReadOnlyList<GlanceRow> RowsOf(TableSection table, IReadOnlyList<TableColumn> columns)
    {
        var blocks = TableBlock.Of(table).Where(block => block.Again is null && block.Cells.Any(cell => cell.Paper is not null)).ToList();
        return [.. table.Systems.Where(system => system.PaperRow is not null).GroupBy(system => system.PaperRow!).Select(group =>
        {
            var candidates = group.OrderBy(system => system.Distance)
                .SelectMany(system => blocks.SelectMany(block => block.Rows.Where(row => row.System.Id == system.Id).Select(row => (block, row)))).ToList();
            var (block, row) = candidates.FirstOrDefault(candidate => candidate.row.IsMeasured, candidates.FirstOrDefault());
            return row is null ? null : new GlanceRow(group.Key, row, block!.Scale,
                [.. columns.Select(column => row.Cells[block.Section.Columns.Index().First(each => each.Item.Dataset == column.Dataset).Index])]);
        }).OfType<GlanceRow>()];
    }
}

/// <param name="PaperRow">The row's label in the paper.</param>
/// <param name="Row">The nearest system that was measured; where none was, the nearest of all.</param>
/// <param name="Scale">At which it was measured.</param>
/// <param name="Cells">One per column of the paper.</param>
public sealed record GlanceRow(string PaperRow, TableBlockRow Row, string Scale, IReadOnlyList<Comparison?> Cells)
{
    /// <summary>The verdict of all cells, where it is one.</summary>
    public VerdictStyle? Verdict => Cells.OfType<Comparison>().Select(VerdictStyle.Of).Distinct().ToList() is [var only] ? only : null;
}
