using System.Globalization;
using System.Text.RegularExpressions;

namespace SbertRepro.Reporting;

/// <summary>
/// Makes ScottPlot's drawings small and the same every time. Skia numbers its clip paths over all pictures of a process, and clips every mark by a path of its own; here equal
/// paths are one, neighbours that share a path share a group, neighbouring lines of one style are one, and the names are counted from one in each figure, so that its bytes
/// depend on nothing else. What draws nothing, what is finer than a tenth of a pixel, and attributes that say what holds without them, are left out.
/// </summary>
internal static partial class SvgGeometry
{
    /// <param name="body">What stands inside the svg element.</param>
    /// <param name="anchor">Begins the names.</param>
    public static string Compact(string body, string anchor)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal); // of paths by their content
        Dictionary<string, string> renamed = new(StringComparer.Ordinal);
        var drawn = Empty().Replace(Default().Replace(Rounded(Indentation().Replace(body, "")), ""), "");
        var once = ClipPath().Replace(drawn, match =>
        {
            var known = names.TryGetValue(match.Groups[2].Value, out var name);
            if (!known) names[match.Groups[2].Value] = name = string.Create(CultureInfo.InvariantCulture, $"{anchor}-clip{names.Count + 1}");
            renamed[match.Groups[1].Value] = name!;
            return known ? "" : $"<clipPath id=\"{name}\">{match.Groups[2].Value}</clipPath>";
        });
        var grouped = Neighbours().Replace(
            Use().Replace(once, match => $"url(#{renamed[match.Groups[1].Value]})"),
            match => $"<g clip-path=\"{match.Groups["path"].Value}\">{All(match, "marks")}</g>");
        return Lines().Replace(grouped, match => $"<path {match.Groups["style"].Value}d=\"{All(match, "d")}\"/>");
    }

    private static string All(Match match, string group) => string.Concat(match.Groups[group].Captures.Select(capture => capture.Value));

    // A tenth of a pixel is finer than anybody sees; Skia writes ten-thousandths.
    private static string Rounded(string body) => Path().Replace(body, path => Fraction().Replace(path.Value, number =>
        double.Parse(number.ValueSpan, CultureInfo.InvariantCulture).ToString("0.#", CultureInfo.InvariantCulture)));

    [GeneratedRegex(" d=\"[^\"]*\"")]
    private static partial Regex Path();

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex Indentation();

    [GeneratedRegex(" stroke-miterlimit=\"4\"| stroke-width=\"1\"")]
    private static partial Regex Default();

    // Ticks of no length, grids without lines.
    [GeneratedRegex("<path [^>]*d=\"(?:M([0-9.]+ [0-9.]+)L\\1)?\"/>")]
    private static partial Regex Empty();

    [GeneratedRegex("<clipPath id=\"(cl_[0-9a-f]+)\">(.*?)</clipPath>")]
    private static partial Regex ClipPath();

    [GeneratedRegex(@"url\(#(cl_[0-9a-f]+)\)")]
    private static partial Regex Use();

    // Ticks, whiskers and the like. Translucent ones stay apart: they are darker where they cross.
    [GeneratedRegex("<path (?<style>fill=\"none\" (?:(?!d=|stroke-opacity)[^>])*)d=\"(?<d>[^\"]*)\"/>(?:<path \\k<style>d=\"(?<d>[^\"]*)\"/>)+")]
    private static partial Regex Lines();

    // Groups hold marks and no other groups.
    [GeneratedRegex("<g clip-path=\"(?<path>[^\"]+)\">(?<marks>(?:(?!</?g[ >]).)*)</g>(?:<g clip-path=\"\\k<path>\">(?<marks>(?:(?!</?g[ >]).)*)</g>)*")]
    private static partial Regex Neighbours();
}
