using System.Globalization;
using System.Net;

namespace SbertRepro.Reporting;

/// <summary>
/// The few shapes that the report's own figures are made of, as SVG elements. Colours are classes, so that a figure follows the page from light to dark;
/// ids come from the caller's anchor alone, so that a figure's bytes do not depend on what else is drawn.
/// </summary>
internal static class SvgShapes
{
    // For a figure that is a file of its own; on the page the page's style says the same.
    private const string Style = """
        <style>svg{--ink:#1d2126;--soft:#5c6670;--line:#c9d0d7;--band:#f5f7f9;--paper:#8a3b76;--here:#0b5cad;--reproduced:#0b6b3a;--consistent:#0b5cad;--deviates:#a63a00;--not-judged:#0b5cad}
        @media(prefers-color-scheme:dark){svg{--ink:#e4e7ea;--soft:#a0aab4;--line:#444c54;--band:#1c2024;--paper:#e79bd2;--here:#7db8f5;--reproduced:#5fce96;--consistent:#7db8f5;--deviates:#ff9d66;--not-judged:#7db8f5}}
        """;

    /// <summary>How the shapes look, in terms of the custom properties --ink, --soft, --line, --paper, --here and one for each verdict.</summary>
    public const string Css = """
        svg text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--ink)}svg .soft{fill:var(--soft)}svg .strong{font-weight:600}
        svg .grid{stroke:var(--line);stroke-width:1}svg .whisker{stroke-width:2}
        svg .bar{fill:var(--here)}svg .bar.paper{fill:none;stroke:var(--paper);stroke-width:1.5}svg .bar.extrapolated{fill-opacity:.35;stroke:var(--here);stroke-width:1.5}
        svg .diamond{fill:var(--paper)}
        svg .m.reproduced{fill:var(--reproduced);stroke:var(--reproduced)}svg .m.consistent{fill:var(--consistent);stroke:var(--consistent)}svg .m.deviates{fill:var(--deviates);stroke:var(--deviates)}svg .m.not-judged{fill:var(--band);stroke:var(--not-judged);stroke-width:1.8}
        svg .whisker.reproduced{stroke:var(--reproduced)}svg .whisker.consistent{stroke:var(--consistent)}svg .whisker.deviates{stroke:var(--deviates)}svg .whisker.not-judged{stroke:var(--not-judged)}
        """;

    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="alternative">The picture in words, for those who do not see it.</param>
    /// <param name="anchor">Unique on the page.</param>
    /// <param name="body">Elements.</param>
    public static string Figure(int width, int height, string alternative, string anchor, string body) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Whole(width)} {Whole(height)}\" width=\"{Whole(width)}\" height=\"{Whole(height)}\" role=\"img\" aria-labelledby=\"{anchor}-alt\"><title id=\"{anchor}-alt\">{WebUtility.HtmlEncode(alternative)}</title>{body}</svg>";

    /// <summary>The same as a file of its own, readable on a light and on a dark page.</summary>
    public static string Standalone(string svg) => svg.Replace("<title ", $"{Style.ReplaceLineEndings("")}{Css.ReplaceLineEndings("")}</style><title ", StringComparison.Ordinal);

    public static string Text(float x, float y, string text, string anchor, string css = "") =>
        Invariant($"<text x=\"{x:0.#}\" y=\"{y:0.#}\"{(anchor == "start" ? "" : $" text-anchor=\"{anchor}\"")}{Class(css)}>{WebUtility.HtmlEncode(text)}</text>");

    public static string Line(float x1, float y1, float x2, float y2, string css) => Invariant($"<path d=\"M{x1:0.#} {y1:0.#}L{x2:0.#} {y2:0.#}\"{Class(css)}/>");

    public static string Rectangle(float x, float y, float width, float height, string css) => Invariant($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"2\"{Class(css)}/>");

    public static string Circle(float x, float y, float radius, string css) => Invariant($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\"{Class(css)}/>");

    public static string Diamond(float x, float y, float radius, string css) => Invariant($"<path d=\"M{x:0.#} {y - radius:0.#}l{radius:0.#} {radius:0.#}l{-radius:0.#} {radius:0.#}l{-radius:0.#} {-radius:0.#}z\"{Class(css)}/>");

    public static string Triangle(float x, float y, float radius, string css) => Invariant($"<path d=\"M{x:0.#} {y - radius:0.#}l{radius:0.#} {1.8f * radius:0.#}h{-2 * radius:0.#}z\"{Class(css)}/>");

    private static string Class(string css) => css.Length == 0 ? "" : $" class=\"{css}\"";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
