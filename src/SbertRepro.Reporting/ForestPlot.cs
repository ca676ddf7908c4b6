using SbertRepro.Evaluation.Paper;
using static SbertRepro.Reporting.SvgShapes;

namespace SbertRepro.Reporting;

/// <summary>
/// A table as small multiples: one panel a dataset, one row a system; the measured number with its interval as a marker with whiskers, the paper's number as a
/// filled diamond. The marker is a circle (hollow where the verdict is "not judged") or, where the number deviates, a triangle. All panels of a table share one axis.
/// </summary>
internal static class ForestPlot
{
    /// <summary>Pixels: fits a phone, so that no panel has to be scaled down or scrolled.</summary>
    public const int PanelWidth = 296;

    private const int Head = 26; // the panel's title
    private const int RowHeight = 34;
    private const int Foot = 22; // the axis
    private const int Side = 10;
    private const int Gap = 16; // between panels in a file
    private const int PanelsAbreast = 4; // in a file

    /// <returns>One svg element a panel; empty when there is nothing to draw.</returns>
    public static IReadOnlyList<string> Panels(TableBlock block)
    {
        var rows = Drawn(block);
        if (rows.Count == 0) return [];
        var axis = Axis(rows);
        return [.. block.Section.Columns.Index().Where(column => rows.Any(row => row.Cells[column.Index]?.Measured is not null))
            .Select(column => Panel(block, column.Item, [.. rows.Where(row => row.Cells[column.Index]?.Measured is not null).Select(row => (row.System.Name, row.Cells[column.Index]!))], axis))];
    }

    /// <summary>All panels as a file of its own; null when there is nothing to draw.</summary>
    public static string? File(TableBlock block)
    {
        var panels = Panels(block);
        if (panels.Count == 0) return null;
        var height = Head + (Drawn(block).Count * RowHeight) + Foot;
        var (columns, lines) = (Math.Min(PanelsAbreast, panels.Count), (panels.Count + PanelsAbreast - 1) / PanelsAbreast);
        var placed = panels.Select((panel, index) => panel.Replace("<svg ", $"<svg x=\"{index % PanelsAbreast * (PanelWidth + Gap)}\" y=\"{index / PanelsAbreast * (height + Gap)}\" ", StringComparison.Ordinal));
        return Standalone(Figure((columns * (PanelWidth + Gap)) - Gap, (lines * (height + Gap)) - Gap, $"{block.Section.Title}, {block.Scale} scale: measured with 95 % interval, and the paper's numbers as diamonds", block.Anchor, string.Concat(placed)));
    }

    private static List<TableBlockRow> Drawn(TableBlock block) => [.. block.Rows.Where(row => row.Cells.Any(cell => cell?.Measured is not null))];

    private static string Panel(TableBlock block, TableColumn column, IReadOnlyList<(string System, Comparison Cell)> rows, (double Low, double High) axis)
    {
        var bottom = Head + (rows.Count * RowHeight);
        var count = rows.Select(row => row.Cell.Count).Distinct().ToList() is [var only] ? $", n {CellText.Whole(only)}" : "";
        var grid = string.Concat(Ticks(axis).Select(tick => Line(X(tick), Head, X(tick), bottom, "grid") + Text(X(tick), bottom + 15, tick.ToString("0", System.Globalization.CultureInfo.InvariantCulture), "middle", "soft")));
        return Figure(PanelWidth, bottom + Foot, $"{column.Label}{count}: {string.Join("; ", rows.Select(Said))}.", $"{block.Anchor}-{Anchor.Of(column.Label)}",
            Text(Side, 16, column.Label + count, "start", "strong") + grid + string.Concat(rows.Select((row, index) => Row(row.System, row.Cell, Head + (index * RowHeight)))));

        float X(double value) => (float)(Side + ((PanelWidth - (2 * Side)) * (value - axis.Low) / (axis.High - axis.Low)));

        string Row(string system, Comparison cell, int top)
        {
            var (y, css) = (top + 24, VerdictStyle.Of(cell).Css);
            var whisker = cell.Interval is { } interval ? Line(X(interval.Low), y, X(interval.High), y, "whisker " + css) : "";
            var paper = cell.Paper is { } printed ? Diamond(X(printed), y, 5, "diamond") : "";
            return Text(Side, top + 14, Short(system), "start", "soft") + paper + whisker + (double.IsFinite(cell.Measured!.Value) ? Marker(cell, X(cell.Measured.Value), y, "m " + css) : "");
        }
    }

    private static string Marker(Comparison cell, float x, float y, string css) => cell.Verdict == Verdict.Deviates ? Triangle(x, y, 5.5f, css) : Circle(x, y, 4.5f, css);

    private static string Said((string System, Comparison Cell) row)
    {
        var text = CellText.Of(row.Cell);
        return $"{row.System} {text.Measured} {text.Interval}{(text.Paper is null ? "" : $", paper {text.Paper}")}, {text.Verdict.Word}";
    }

    private static string Short(string name) => name.Length <= 44 ? name : name[..43] + "…";

    /// <summary>From ten to ten, so that neighbouring tables look alike.</summary>
    private static (double Low, double High) Axis(List<TableBlockRow> rows)
    {
        var values = rows.SelectMany(row => row.Cells).OfType<Comparison>().Where(cell => cell.Measured is not null)
            .SelectMany(cell => new[] { cell.Measured, cell.Paper, cell.Interval?.Low, cell.Interval?.High }).OfType<double>().Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (10 * Math.Floor(values.Min() / 10), 10 * Math.Ceiling(values.Max() / 10));
        return (low, Math.Max(high, low + 10));
    }

    private static IEnumerable<double> Ticks((double Low, double High) axis)
    {
        var step = axis.High - axis.Low > 60 ? 20 : 10;
        for (var tick = Math.Ceiling(axis.Low / step) * step; tick <= axis.High; tick += step) yield return tick;
    }
}
