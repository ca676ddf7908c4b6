using System.Text.RegularExpressions;
using ScottPlot;

namespace SbertRepro.Reporting;

/// <summary>
/// Colours that follow the page from light to dark. ScottPlot only knows fixed ones, so a figure is drawn in those of the light page, each of which then becomes the page's
/// custom property.
/// </summary>
internal static partial class PageColour
{
    // No two alike, and none that an SVG writer would shorten ("#aabbcc") or call by a name.
    private static readonly Dictionary<string, string> Properties = new(StringComparer.OrdinalIgnoreCase)
    {
        ["#8A3B76"] = "paper",
        ["#0B5CAD"] = "here",
        ["#0B6B3A"] = "reproduced",
        ["#0C5DAE"] = "consistent",
        ["#A63A00"] = "deviates",
        ["#57616B"] = "not-judged",
        ["#F5F7F9"] = "band",
        ["#D9DEE3"] = "line",
    };

    public static readonly Color Paper = Of("paper");

    public static readonly Color Here = Of("here");

    /// <summary>Behind hollow marks.</summary>
    public static readonly Color Band = Of("band");

    public static readonly Color Line = Of("line");

    public static Color Of(VerdictStyle verdict) => Of(verdict.Css);

    /// <summary>The drawing with properties in place of the colours that stand for them.</summary>
    public static string Resolve(string svg) => Attribute().Replace(svg,
        match => Properties.TryGetValue(match.Groups[1].Value, out var property) ? $"\"var(--{property})\"" : match.Value);

    private static Color Of(string property) => Color.FromHex(Properties.First(pair => pair.Value == property).Key);

    [GeneratedRegex("\"(#[0-9A-Fa-f]{6})\"")]
    private static partial Regex Attribute();
}
