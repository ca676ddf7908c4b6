using System.Globalization;
using System.Net;
using System.Text;
using ScottPlot;

namespace SbertRepro.Reporting;

/// <summary>
/// Measured scores with their intervals beside the paper's numbers, as SVG. ScottPlot draws the geometry; the words are written as SVG text in the page's own
/// font, since ScottPlot leaves them out on machines without fonts and would fix the colour for light pages.
/// </summary>
internal static class ResultChart
{
    private const int Width = 980;
    private const int PlotHeight = 340;
    private const int LegendLine = 20;
    private const int Left = 44;
    private const int Margin = 12;
    private const int Below = 30; // the dataset names
    private const double GroupWidth = 0.8; // of the distance between two datasets

    // Okabe and Ito's palette: distinguishable with every kind of colour vision, on white and on black.
    private static readonly string[] Palette = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8C6D46", "#7A7A7A"];

    private static readonly MarkerShape[] Shapes = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];

    private static readonly Color Grey = Color.FromHex("#808080");

    /// <param name="block">Rows without any measurement are left out.</param>
    /// <returns>An svg element that takes its text colour from where it stands; null when there is nothing to draw.</returns>
    public static string? Svg(TableBlock block)
    {
        var rows = block.Rows.Where(row => row.Cells.Any(cell => cell?.Measured is not null)).ToList();
        if (rows.Count == 0) return null;
        using var plot = Draw(block, rows);
        var legendLines = (rows.Count + 3) / 2; // two entries a line, and the paper's
        var height = PlotHeight + (LegendLine * legendLines);
        var svg = plot.GetSvgXml(Width, PlotHeight);
        var body = svg[(svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1)..svg.LastIndexOf("</svg>", StringComparison.Ordinal)];
        var title = WebUtility.HtmlEncode($"{block.Section.Title}: measured with 95 % interval, and the paper's numbers. {block.Scale} scale, {block.Machine}");
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{title}\" font-family=\"system-ui, sans-serif\" font-size=\"12\">"
            + $"<title>{title}</title>{Prefixed(body, block.Anchor)}{AxisLabels(plot, block)}{Legend(rows)}</svg>";
    }

    /// <summary>The same as a file of its own, readable on a light and on a dark page.</summary>
    public static string Standalone(string svg) => svg.Replace("<title>", "<style>svg{color:#333}@media(prefers-color-scheme:dark){svg{color:#ddd}}</style><title>", StringComparison.Ordinal);

    private static Plot Draw(TableBlock block, List<TableBlockRow> rows)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Layout.Fixed(new PixelPadding(Left, Margin, Below, Margin)); // measured text would make the layout depend on fonts
        for (var row = 0; row < rows.Count; row++) AddRow(plot, rows[row], row, rows.Count);
        plot.Axes.SetLimitsX(-0.5, block.Section.Columns.Count - 0.5);
        plot.Axes.AutoScaleY();
        plot.Axes.Bottom.SetTicks([.. block.Section.Columns.Index().Select(column => (double)column.Index)], [.. block.Section.Columns.Select(_ => "")]);
        plot.Axes.Left.TickLabelStyle.IsVisible = false;
        plot.Axes.Color(Grey);
        plot.Grid.MajorLineColor = Grey.WithAlpha(0.25);
        plot.HideLegend();
        return plot;
    }

    private static void AddRow(Plot plot, TableBlockRow row, int index, int count)
    {
        for (var column = 0; column < row.Cells.Count; column++)
        {
            if (row.Cells[column] is not { } cell) continue;
            var x = column + (GroupWidth * ((index + 0.5) / count - 0.5));
            if (cell.Paper is { } paper) plot.Add.Marker(x, paper, MarkerShape.OpenDiamond, 9, Grey).MarkerStyle.LineWidth = 1.5f;
            if (cell.Measured is not { } measured || !double.IsFinite(measured)) continue;
            plot.Add.Marker(x, measured, ShapeOf(index), 7, Color.FromHex(ColourOf(index)));
            if (cell.Interval is { } interval) plot.Add.Line(x, interval.Low, x, interval.High).Color = Color.FromHex(ColourOf(index));
        }
    }

    private static string AxisLabels(Plot plot, TableBlock block)
    {
        var text = new StringBuilder();
        foreach (var (index, column) in block.Section.Columns.Index())
            text.Append(Text(plot.GetPixel(new Coordinates(index, 0)).X, PlotHeight - Below + 18, column.Label, "middle"));
        foreach (var tick in plot.Axes.Left.TickGenerator.Ticks.Where(tick => tick.IsMajor))
            text.Append(Text(Left - 8, plot.GetPixel(new Coordinates(0, tick.Position)).Y + 4, tick.Position.ToString("0.##", CultureInfo.InvariantCulture), "end"));
        return text.ToString();
    }

    private static string Legend(List<TableBlockRow> rows)
    {
        var entries = rows.Select((row, index) => (Glyph: GlyphOf(index), Colour: ColourOf(index), row.System.Name)).Append(("◇", "#808080", "the paper's number"));
        return string.Concat(entries.Select((entry, index) =>
        {
            var (x, y) = (Left + (index % 2 * ((Width - Left) / 2)), PlotHeight + 14 + (index / 2 * LegendLine));
            return $"<text x=\"{x}\" y=\"{y}\" fill=\"{entry.Item2}\">{entry.Item1}</text>" + Text(x + 18, y, entry.Item3, "start");
        }));
    }

    private static string Text(float x, float y, string text, string anchor) =>
        string.Create(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" fill=\"currentColor\">{WebUtility.HtmlEncode(text)}</text>");

    // Skia numbers its clip paths from one in every picture; on one page they would collide.
    private static string Prefixed(string body, string anchor) =>
        body.Replace("id=\"cl_", $"id=\"{anchor}-cl_", StringComparison.Ordinal).Replace("url(#cl_", $"url(#{anchor}-cl_", StringComparison.Ordinal);

    private static string ColourOf(int index) => Palette[index % Palette.Length];

    private static MarkerShape ShapeOf(int index) => Shapes[index / Palette.Length % Shapes.Length];

    private static string GlyphOf(int index) => (index / Palette.Length % Shapes.Length) switch { 0 => "●", 1 => "■", 2 => "▲", _ => "◆" };
}
