namespace SbertRepro.Reporting;

/// <summary>Words as the beginning of a sentence.</summary>
internal static class SentenceCase
{
    public static string Of(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
