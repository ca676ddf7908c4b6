using System.Buffers;
using System.Globalization;

namespace SbertRepro.Reporting;

/// <summary>Comma-separated lines after RFC 4180, but ended by LF so that the files diff cleanly.</summary>
internal static class Csv
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    public static string Render(string header, IEnumerable<IEnumerable<string?>> rows) =>
        string.Concat(rows.Select(row => string.Join(',', row.Select(Field)) + "\n").Prepend(header + "\n"));

    /// <summary>Invariant digits, or an empty field.</summary>
    public static string? Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture);

    private static string Field(string? text) =>
        text is null ? "" : text.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
