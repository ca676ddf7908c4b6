using System.Globalization;

namespace SbertRepro.Evaluation.Paper;

/// <summary>Recomputes what the paper's numbers say about each other. Finds defects; repairs nothing.</summary>
public static class PaperLint
{
    // Two printed digits: cells are off by up to 0.005 each, and so is their mean, and so is the printed mean.
    private const double RoundingOfMean = 0.0101;

    private static readonly string[] TablesWithAverages = ["table1", "table5"];

    public static IReadOnlyList<LintFinding> Check(IReadOnlyList<PaperTable> tables, IReadOnlyList<CardClaim> card) =>
    [
        .. tables.Where(table => TablesWithAverages.Contains(table.Id)).SelectMany(Averages),
        .. tables.SelectMany(RepeatedNeighbours),
        .. Disagreements(tables),
        .. card.Select(Card).OfType<LintFinding>(),
    ];

    private static IEnumerable<LintFinding> Averages(PaperTable table) =>
        from row in table.Cells.GroupBy(cell => cell.Row)
        let printed = row.Single(cell => cell.Column == "Avg").Value
        let mean = row.Where(cell => cell.Column != "Avg").Average(cell => cell.Value)
        where Math.Abs(mean - printed) > RoundingOfMean
        select new LintFinding($"{Title(table)}, {row.Key}, Avg", "the mean does not follow from its cells", Two(printed), Two(mean));

    // The same two decimals in neighbouring cells of a row: chance gives that about once in 5,000 pairs.
    private static IEnumerable<LintFinding> RepeatedNeighbours(PaperTable table) =>
        from pair in table.Cells.Zip(table.Cells.Skip(1))
        where table.Id is "table1" or "table5" && pair.First.Row == pair.Second.Row && pair.First.Value == pair.Second.Value
        select new LintFinding($"{Title(table)}, {pair.Second.Row}, {pair.Second.Column}", $"repeats the cell before it ({pair.First.Column})", Two(pair.Second.Value), "not derivable");

    // A row that two tables print must be the same in both.
    private static IEnumerable<LintFinding> Disagreements(IReadOnlyList<PaperTable> tables) =>
        from second in tables.Where(table => table.Id == "table2").SelectMany(table => table.Cells)
        let first = tables.First(table => table.Id == "table1").Find(second.Row, second.Column)
        where first is not null && first.Value != second.Value
        select new LintFinding($"Table 2, {second.Row}, {second.Column}", "differs from Table 1", Two(second.Value), Two(first.Value));

    private static LintFinding? Card(CardClaim claim)
    {
        if (claim.Paper is null) return new LintFinding($"Brief, {claim.Quantity}", claim.Explanation, claim.Brief, "no such number in the paper");
        var (brief, paper) = (Split(claim.Brief), Split(claim.Paper));
        // The brief rounds to one decimal (scores) or to a whole number (times).
        var rounding = brief.Unit.Length == 0 ? 0.0501 : 0.501;
        var agrees = brief.Unit == paper.Unit && Math.Abs(brief.Number - paper.Number) <= rounding; // false for NaN
        return agrees ? null : new LintFinding($"Brief, {claim.Quantity}", claim.Explanation, claim.Brief, claim.Paper);
    }

    // "65 h"; a range or words have no number and agree with nothing.
    private static (double Number, string Unit) Split(string text)
    {
        var parts = text.Split(' ', 2);
        return (double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : double.NaN, parts.Length > 1 ? parts[1] : "");
    }

    private static string Title(PaperTable table) => table.Id.Replace("table", "Table ", StringComparison.Ordinal);

    private static string Two(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
