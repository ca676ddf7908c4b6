using System.Text.RegularExpressions;

namespace SbertRepro.Reporting;

/// <summary>Names for element ids and figure files: lower-case letters, digits and hyphens only.</summary>
internal static partial class Anchor
{
    public static string Of(string text) => NotAllowed().Replace(text.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotAllowed();
}
