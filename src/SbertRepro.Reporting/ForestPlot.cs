using System.Globalization;
using SbertRepro.Evaluation.Paper;
using ScottPlot;
using static SbertRepro.Reporting.SvgFigure;

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
    private const int NameLine = 14; // below a row's top
    private const int MarkLine = 24; // below a row's top
    private const int Foot = 22; // the axis
    private const int Side = 10;
    private const int Gap = 16; // between panels in a file
    private const int PanelsAbreast = 4; // in a file
    private const int LongestName = 44;

    /// <returns>One svg element a panel; empty when there is nothing to draw.</returns>
    public static IReadOnlyList<string> Panels(TableBlock block)
    {
        var rows = Drawn(block);
        if (rows.Count == 0) return [];
        var axis = Axis(rows);
        return
        [
            .. from column in block.Section.Columns.Index()
               let measured = rows.Where(row => row.Cells[column.Index]?.Measured is not null).Select(row => (row.System.Name, row.Cells[column.Index]!)).ToList()
               where measured.Count > 0
               select Panel(column.Item.Label, $"{block.Anchor}-{Anchor.Of(column.Item.Label)}", measured, axis),
        ];
    }

    /// <summary>All panels as a file of its own; null when there is nothing to draw.</summary>
    public static string? File(TableBlock block)
    {
        var panels = Panels(block);
        if (panels.Count == 0) return null;
        var height = Head + (Drawn(block).Count * RowHeight) + Foot;
        var (columns, lines) = (Math.Min(PanelsAbreast, panels.Count), (panels.Count + PanelsAbreast - 1) / PanelsAbreast);
        var placed = panels.Select((panel, index) => panel.Replace(
            "<svg ", $"<svg x=\"{index % PanelsAbreast * (PanelWidth + Gap)}\" y=\"{index / PanelsAbreast * (height + Gap)}\" ", StringComparison.Ordinal));
        return Standalone(Element(
            (columns * (PanelWidth + Gap)) - Gap, (lines * (height + Gap)) - Gap,
            $"{block.Section.Title}, {block.Scale} scale: measured with 95 % interval, and the paper's numbers as diamonds", block.Anchor, string.Concat(placed)));
    }

    private static List<TableBlockRow> Drawn(TableBlock block) => [.. block.Rows.Where(row => row.Cells.Any(cell => cell?.Measured is not null))];

    private static string Panel(string label, string anchor, IReadOnlyList<(string System, Comparison Cell)> rows, (double Low, double High) axis)
    {
        var bottom = Head + (rows.Count * RowHeight);
        var title = label + (rows.Select(row => row.Cell.Count).Distinct().ToList() is [var only] ? $", n {CellText.Whole(only)}" : "");
        double[] ticks = [.. Ticks(axis)];
        using var plot = NewRows(PanelWidth, bottom - Head, Head, Foot, Side, axis, ticks);
        foreach (var (index, row) in rows.Index()) Add(plot, row.Cell, bottom - Head - (index * RowHeight) - MarkLine);
        return Render(plot, bottom + Foot, $"{title}: {string.Join("; ", rows.Select(Said))}.", anchor,
            () => Words(plot, title, [.. rows.Select(row => row.System)], ticks, bottom), width: PanelWidth);
    }

    private static void Add(Plot plot, Comparison cell, double y)
    {
        var colour = PageColour.Of(VerdictStyle.Of(cell));
        if (cell.Paper is { } printed) plot.Add.Marker(printed, y, MarkerShape.FilledDiamond, 10, PageColour.Paper);
        if (cell.Interval is { } interval && double.IsFinite(interval.High - interval.Low))
        {
            var whisker = plot.Add.Line(interval.Low, y, interval.High, y);
            (whisker.Color, whisker.LineWidth) = (colour, 2);
        }

        if (double.IsFinite(cell.Measured!.Value)) AddMeasured(plot, cell, y, colour);
    }

    private static void AddMeasured(Plot plot, Comparison cell, double y, Color colour)
    {
        var (shape, size) = cell.Verdict == Verdict.Deviates ? (MarkerShape.FilledTriangleUp, 11) : (MarkerShape.FilledCircle, 9);
        var mark = plot.Add.Marker(cell.Measured!.Value, y, shape, size, colour).MarkerStyle;
        if (cell.Verdict == Verdict.NotJudged) (mark.FillColor, mark.OutlineColor, mark.OutlineWidth) = (PageColour.Band, colour, 1.8f);
    }

    private static string Words(Plot plot, string title, IReadOnlyList<string> systems, IEnumerable<double> ticks, int bottom) =>
        Text(Side, 16, title, "start", "strong")
        + string.Concat(ticks.Select(tick => Text(plot.GetPixel(new Coordinates(tick, 0)).X, bottom + 15, tick.ToString("0", CultureInfo.InvariantCulture), "middle", "soft")))
        + string.Concat(systems.Select((system, index) => Text(Side, Head + (index * RowHeight) + NameLine, Shortened(system, LongestName), "start", "soft")));

    private static string Said((string System, Comparison Cell) row)
    {
        var text = CellText.Of(row.Cell);
        return $"{row.System} {text.Measured} {text.Interval}{(text.Paper is null ? "" : $", paper {text.Paper}")}, {text.Verdict.Word}";
    }

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
