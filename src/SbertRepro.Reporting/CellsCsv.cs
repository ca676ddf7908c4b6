using System.Globalization;
using SbertRepro.Evaluation.Paper;

namespace SbertRepro.Reporting;

/// <summary>
/// <c>reports/cells.csv</c>: one line per cell and aggregation, measured or not; scores x100 with two decimals, as the paper prints them.
/// The weights are "former" where they have been replaced since.
/// </summary>
public static class CellsCsv
{
    public const string Header = "scale,machine,table,system,dataset,metric,aggregation,score,low,high,n,seeds,paper,verdict,reason,weights";

    public static string Render(IEnumerable<Comparison> cells) => Csv.Render(Header, cells.Select(Row));

    private static IEnumerable<string?> Row(Comparison cell)
    {
        var verdict = VerdictStyle.Of(cell);
        return
        [
            cell.Scale, cell.Machine, cell.Table, cell.System, cell.Dataset, cell.Metric, cell.Aggregation,
            .. verdict.Verdict == Verdict.NotRun ? NothingMeasured : Measured(cell),
            Csv.Number(cell.Paper, "0.00"), verdict.Word, cell.Reason, cell.FormerWeights ? "former" : null,
        ];
    }

    private static readonly string?[] NothingMeasured = [null, null, null, null, null];

    private static string?[] Measured(Comparison cell) =>
    [
        Csv.Number(cell.Measured, "0.00"), Csv.Number(cell.Interval?.Low, "0.00"), Csv.Number(cell.Interval?.High, "0.00"),
        cell.Count.ToString(CultureInfo.InvariantCulture), cell.Seeds.Count.ToString(CultureInfo.InvariantCulture),
    ];
}
