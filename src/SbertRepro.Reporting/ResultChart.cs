using ScottPlot;

namespace SbertRepro.Reporting;

/// <summary>Measured scores with their intervals beside the paper's numbers, as SVG.</summary>
internal static class ResultChart
{
    private const int PlotHeight = 340;
    private const int Below = 30; // the dataset names
    private const double GroupWidth = 0.8; // of the distance between two datasets

    /// <param name="block">Rows without any measurement are left out.</param>
    /// <returns>Null when there is nothing to draw.</returns>
    public static string? Svg(TableBlock block)
    {
        var rows = block.Rows.Where(row => row.Cells.Any(cell => cell?.Measured is not null)).ToList();
        if (rows.Count == 0) return null;
        using var plot = Draw(block, rows);
        var (legend, lines) = SvgFigure.Legend(
            [.. rows.Select((row, index) => (SvgFigure.GlyphOf(index), SvgFigure.ColourOf(index), row.System.Name)), ("◇", "#808080", "the paper's number")], PlotHeight);
        var title = $"{block.Section.Title}: measured with 95 % interval, and the paper's numbers. {block.Scale} scale, {block.Machine}";
        return SvgFigure.Render(plot, PlotHeight, title, block.Anchor, () => ColumnLabels(plot, block) + SvgFigure.LeftLabels(plot, "0.##") + legend, lines);
    }

    private static Plot Draw(TableBlock block, List<TableBlockRow> rows)
    {
        var plot = SvgFigure.NewPlot(Below);
        for (var row = 0; row < rows.Count; row++) AddRow(plot, rows[row], row, rows.Count);
        plot.Axes.SetLimitsX(-0.5, block.Section.Columns.Count - 0.5);
        plot.Axes.AutoScaleY();
        plot.Axes.Bottom.SetTicks([.. block.Section.Columns.Index().Select(column => (double)column.Index)], [.. block.Section.Columns.Select(_ => "")]);
        return plot;
    }

    private static void AddRow(Plot plot, TableBlockRow row, int index, int count)
    {
        for (var column = 0; column < row.Cells.Count; column++)
        {
            if (row.Cells[column] is not { } cell) continue;
            var x = column + (GroupWidth * ((index + 0.5) / count - 0.5));
            var colour = Color.FromHex(SvgFigure.ColourOf(index));
            if (cell.Paper is { } paper) plot.Add.Marker(x, paper, MarkerShape.OpenDiamond, 9, SvgFigure.Grey).MarkerStyle.LineWidth = 1.5f;
            if (cell.Measured is not { } measured || !double.IsFinite(measured)) continue;
            plot.Add.Marker(x, measured, SvgFigure.ShapeOf(index), 7, colour);
            if (cell.Interval is { } interval) plot.Add.Line(x, interval.Low, x, interval.High).Color = colour;
        }
    }

    private static string ColumnLabels(Plot plot, TableBlock block) => string.Concat(block.Section.Columns.Index()
        .Select(column => SvgFigure.Text(plot.GetPixel(new Coordinates(column.Index, 0)).X, PlotHeight - Below + 18, column.Item.Label, "middle")));
}
