using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ScottPlot;

namespace SbertRepro.Reporting;

/// <summary>
/// What the charts drawn by ScottPlot share. ScottPlot draws the geometry; the words are written as SVG text in the page's own font, since ScottPlot leaves them out on machines
/// without fonts and would fix the colour for light pages.
/// </summary>
internal static partial class SvgFigure
{
    /// <summary>Pixels: near the width of a phone, so that the words stay readable there.</summary>
    public const int Width = 380;

    /// <summary>Pixels, for charts whose names are long; on a phone they shrink by a quarter.</summary>
    public const int Wide = 480;

    public const int LegendLine = 20;
    public const int Left = 52;

    private const int Margin = 24; // half of a number at the right end of the axis

    // Okabe and Ito's palette: distinguishable with every kind of colour vision. Orange and sky blue are darker here, so that all reach 3:1 on white and on the dark page.
    private static readonly string[] Palette = ["#0072B2", "#B87A00", "#009E73", "#CC79A7", "#D55E00", "#3D93C9", "#8C6D46", "#7A7A7A"];

    private static readonly MarkerShape[] Shapes = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];

    private static readonly string[] Glyphs = ["●", "■", "▲", "◆"];

    public static readonly Color Grey = Color.FromHex("#808080");

    /// <summary>An empty plot without words, with a fixed frame: measured text would make the layout depend on fonts.</summary>
    /// <param name="below">Pixels below the axis, for its labels.</param>
    /// <param name="left">Pixels left of the axis, for its labels.</param>
    public static Plot NewPlot(int below, int left = Left)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Layout.Fixed(new PixelPadding(left, Margin, below, Margin));
        plot.Axes.Left.TickLabelStyle.IsVisible = false;
        plot.Axes.Bottom.TickLabelStyle.IsVisible = false;
        plot.Axes.Color(Grey);
        plot.Grid.MajorLineColor = Grey.WithAlpha(0.25);
        plot.HideLegend();
        return plot;
    }

    /// <summary>The geometry as an svg element that takes its text colour from where it stands.</summary>
    /// <param name="plot">What is drawn.</param>
    /// <param name="height">Of the drawing, pixels.</param>
    /// <param name="title">The picture in words, for those who do not see it.</param>
    /// <param name="anchor">Unique on the page.</param>
    /// <param name="words">Writes labels and legend once the plot has its coordinates.</param>
    /// <param name="legendLines">Lines of <see cref="LegendLine"/> pixels below the drawing.</param>
    /// <param name="width">Pixels.</param>
    public static string Render(Plot plot, int height, string title, string anchor, Func<string> words, int legendLines, int width = Width)
    {
        var svg = plot.GetSvgXml(width, height);
        var body = svg[(svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1)..svg.LastIndexOf("</svg>", StringComparison.Ordinal)];
        var alternative = WebUtility.HtmlEncode(title);
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height + (LegendLine * legendLines)}\" width=\"{width}\" role=\"img\" aria-label=\"{alternative}\" font-family=\"system-ui, sans-serif\" font-size=\"12\">"
            + $"<title>{alternative}</title>{Prefixed(body, anchor)}{words()}</svg>";
    }

    /// <summary>The same as a file of its own, readable on a light and on a dark page.</summary>
    public static string Standalone(string svg) => svg.Replace("<title>", "<style>svg{color:#333}@media(prefers-color-scheme:dark){svg{color:#ddd}}</style><title>", StringComparison.Ordinal);

    /// <summary>Numbers at the left axis.</summary>
    public static string LeftLabels(Plot plot, string format) => string.Concat(plot.Axes.Left.TickGenerator.Ticks.Where(tick => tick.IsMajor)
        .Select(tick => Text(Left - 8, plot.GetPixel(new Coordinates(0, tick.Position)).Y + 4, tick.Position.ToString(format, CultureInfo.InvariantCulture), "end")));

    /// <summary>Numbers at the bottom axis.</summary>
    public static string BottomLabels(Plot plot, int height, int below) => string.Concat(plot.Axes.Bottom.TickGenerator.Ticks.Where(tick => tick.IsMajor)
        .Select(tick => Text(plot.GetPixel(new Coordinates(tick.Position, 0)).X, height - below + 18, tick.Position.ToString("#,0.##", CultureInfo.InvariantCulture), "middle")));

    /// <summary>Returns the text and how many lines it takes.</summary>
    /// <param name="entries">In order.</param>
    /// <param name="top">Pixels above the first line.</param>
    /// <param name="columns">Entries a line; 1 where names are long.</param>
    public static (string Svg, int Lines) Legend(IReadOnlyList<(string Glyph, string Colour, string Name)> entries, int top, int columns = 2) =>
        (string.Concat(entries.Select((entry, index) =>
        {
            var (x, y) = (Left + (index % columns * ((Width - Left) / columns)), top + 14 + (index / columns * LegendLine));
            return $"<text x=\"{x}\" y=\"{y}\" style=\"fill:{entry.Colour}\" aria-hidden=\"true\">{entry.Glyph}</text>" + Text(x + 18, y, entry.Name, "start");
        })), (entries.Count + columns - 1) / columns);

    public static string Text(float x, float y, string text, string anchor) =>
        string.Create(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" fill=\"currentColor\">{WebUtility.HtmlEncode(text)}</text>");

    public static string ColourOf(int series) => Palette[series % Palette.Length];

    public static MarkerShape ShapeOf(int series) => Shapes[series / Palette.Length % Shapes.Length];

    public static string GlyphOf(int series) => Glyphs[series / Palette.Length % Glyphs.Length];

    // Skia numbers its clip paths over all pictures of a process; here they are counted from one in each figure, so that its bytes depend on nothing else.
    private static string Prefixed(string body, string anchor)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        return ClipName().Replace(body, match =>
        {
            if (!names.TryGetValue(match.Value, out var name)) names[match.Value] = name = string.Create(CultureInfo.InvariantCulture, $"{anchor}-clip{names.Count + 1}");
            return name;
        });
    }

    [GeneratedRegex("cl_[0-9a-f]+")]
    private static partial Regex ClipName();
}
