using System.Globalization;
using System.Net;
using ScottPlot;
using ScottPlot.Plottables;

namespace SbertRepro.Reporting;

/// <summary>
/// What the charts drawn by ScottPlot share. ScottPlot draws the geometry; the words are written as SVG text in the page's own font, since ScottPlot leaves them out on machines
/// without fonts and would fix the colour for light pages.
/// </summary>
internal static class SvgFigure
{
    /// <summary>Pixels: near the width of a phone, so that the words stay readable there.</summary>
    public const int Width = 380;

    /// <summary>Pixels, for charts whose names are long; on a phone they shrink by a quarter.</summary>
    public const int Wide = 480;

    public const int LegendLine = 20;
    public const int Left = 52;

    private const float LineWidth = 1.5f;
    private const float DashedWidth = 1.53f; // of no other line

    /// <summary>Pixels above the axes and right of them: half of a number at the end of an axis.</summary>
    public const int Margin = 24;

    // Okabe and Ito's palette: distinguishable with every kind of colour vision. Orange and sky blue are darker here, so that all reach 3:1 on white and on the dark page.
    private static readonly string[] Palette = ["#0072B2", "#B87A00", "#009E73", "#CC79A7", "#D55E00", "#3D93C9", "#8C6D46", "#7A7A7A"];

    private static readonly MarkerShape[] Shapes = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];

    private static readonly string[] Glyphs = ["●", "■", "▲", "◆"];

    public static readonly Color Grey = Color.FromHex("#808080");

    // For a figure that is a file of its own; on the page the page's style says the same.
    private const string Colours = """
        svg{--ink:#1d2126;--soft:#5c6670;--line:#c9d0d7;--band:#f5f7f9;--paper:#8a3b76;--here:#0b5cad;
        --reproduced:#0b6b3a;--consistent:#0b5cad;--deviates:#a63a00;--not-judged:#0b5cad}
        @media(prefers-color-scheme:dark){
        svg{--ink:#e4e7ea;--soft:#a0aab4;--line:#444c54;--band:#1c2024;--paper:#e79bd2;--here:#7db8f5;
        --reproduced:#5fce96;--consistent:#7db8f5;--deviates:#ff9d66;--not-judged:#7db8f5}
        }
        """;

    // Likewise for the words.
    private const string Css = """
        svg text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--ink)}svg .soft{fill:var(--soft)}svg .strong{font-weight:600}

        """;

    /// <summary>An empty plot without words, with a fixed frame: measured text would make the layout depend on fonts.</summary>
    /// <param name="below">Pixels below the axis, for its labels.</param>
    /// <param name="left">Pixels left of the axis, for its labels.</param>
    /// <param name="right">Pixels right of the axis.</param>
    public static Plot NewPlot(int below, int left = Left, int right = Margin)
    {
        var plot = NewPlot(new PixelPadding(left, right, below, Margin));
        plot.Axes.Color(Grey);
        plot.Grid.MajorLineColor = Grey.WithAlpha(0.25);
        return plot;
    }

    /// <summary>
    /// A plot whose only lines are vertical ones at the ticks. One data unit up is a pixel; the horizontal limits lie some pixels within the edges, so that no mark is cut.
    /// </summary>
    /// <param name="width">Pixels.</param>
    /// <param name="rows">Pixels between head and foot.</param>
    /// <param name="head">Pixels above the rows.</param>
    /// <param name="foot">Pixels below the rows.</param>
    /// <param name="side">Pixels between each edge and the limits.</param>
    /// <param name="limits">Of the horizontal axis.</param>
    /// <param name="ticks">Where the lines are.</param>
    public static Plot NewRows(int width, int rows, int head, int foot, int side, (double Low, double High) limits, double[] ticks)
    {
        var plot = NewPlot(new PixelPadding(0, 0, foot, head));
        var margin = side * (limits.High - limits.Low) / (width - (2 * side));
        plot.Axes.SetLimits(limits.Low - margin, limits.High + margin, 0, rows);
        plot.Axes.Frame(false);
        plot.Axes.Left.SetTicks([], []);
        plot.Axes.Bottom.SetTicks(ticks, [.. ticks.Select(_ => "")]);
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Grid.MajorLineColor = PageColour.Line;
        return plot;
    }

    /// <summary>How a line of a chart looks. Dashes are not ScottPlot's, since Skia's SVG writer leaves them out: a width stands for them in the drawing.</summary>
    public static void Style(Scatter line, Color colour, bool dashed) => (line.Color, line.LineWidth) = (colour, dashed ? DashedWidth : LineWidth);

    private static Plot NewPlot(PixelPadding frame)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Layout.Fixed(frame);
        plot.Axes.Left.TickLabelStyle.IsVisible = false;
        plot.Axes.Bottom.TickLabelStyle.IsVisible = false;
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
    public static string Render(Plot plot, int height, string title, string anchor, Func<string> words, int legendLines = 0, int width = Width)
    {
        var svg = plot.GetSvgXml(width, height);
        var body = svg[(svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1)..svg.LastIndexOf("</svg>", StringComparison.Ordinal)];
        return Element(width, height + (LegendLine * legendLines), title, anchor, SvgGeometry.Compact(Dashes(PageColour.Resolve(body)), anchor) + words());
    }

    private static string Dashes(string body) => body.Replace(Stroke(DashedWidth), $"{Stroke(LineWidth)} stroke-dasharray=\"5 4\"", StringComparison.Ordinal);

    private static string Stroke(float width) => string.Create(CultureInfo.InvariantCulture, $"stroke-width=\"{width}\"");

    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="title">The picture in words, for those who do not see it.</param>
    /// <param name="anchor">Unique on the page.</param>
    /// <param name="body">Elements.</param>
    public static string Element(int width, int height, string title, string anchor, string body) => string.Create(CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{anchor}-alt\">")
        + $"<title id=\"{anchor}-alt\">{WebUtility.HtmlEncode(title)}</title>{body}</svg>";

    /// <summary>The same as a file of its own, readable on a light and on a dark page.</summary>
    public static string Standalone(string svg)
    {
        var start = svg.IndexOf("<title ", StringComparison.Ordinal);
        return $"{svg[..start]}<style>{(Colours + Css).ReplaceLineEndings("")}</style>{svg[start..]}";
    }

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

    /// <param name="x">Pixels.</param>
    /// <param name="y">Pixels, of the base line.</param>
    /// <param name="text">In the colour of the page's ink.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="css">soft or strong.</param>
    public static string Text(float x, float y, string text, string anchor, string css = "") => string.Create(CultureInfo.InvariantCulture,
        $"<text x=\"{x:0.#}\" y=\"{y:0.#}\"{(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"")}{(css.Length == 0 ? "" : $" class=\"{css}\"")}>"
            + $"{WebUtility.HtmlEncode(text)}</text>");

    /// <summary>At most so many letters; the whole stands in the picture's words.</summary>
    public static string Shortened(string text, int letters) => text.Length <= letters ? text : text[..(letters - 1)] + "…";

    public static string ColourOf(int series) => Palette[series % Palette.Length];

    public static MarkerShape ShapeOf(int series) => Shapes[series / Palette.Length % Shapes.Length];

    public static string GlyphOf(int series) => Glyphs[series / Palette.Length % Glyphs.Length];
}
