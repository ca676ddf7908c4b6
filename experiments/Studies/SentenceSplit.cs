using System.Text.RegularExpressions;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// Cuts a paragraph into sentences. A sentence ends at a full stop, question mark or exclamation mark, with the quotes and brackets that close behind it, where white space
/// and then a capital letter, a digit or an opening quote or bracket follows; not after an initial (J.) or one of a few abbreviations of titles. Simple, the same
/// everywhere, and good enough to search among.
/// </summary>
public static partial class SentenceSplit
{
    /// <summary>Shorter ones are headings, numbers and exclamations.</summary>
    public const int FewestWords = 3;

    /// <summary>The sentences of a text, trimmed, those of fewer than <see cref="FewestWords"/> words left out.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var start = 0;
        foreach (Match end in End().Matches(text))
        {
            if (Abbreviation().IsMatch(text.AsSpan(start, end.Index + 1 - start))) continue;
            if (Words(text.AsSpan(start, end.Index + end.Length - start)) is { } sentence) yield return sentence;
            start = end.Index + end.Length;
        }

        if (Words(text.AsSpan(start)) is { } last) yield return last;
    }

    private static string? Words(ReadOnlySpan<char> text)
    {
        var words = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]) && (i == 0 || char.IsWhiteSpace(text[i - 1]))) words++;
        }

        return words < FewestWords ? null : text.Trim().ToString();
    }

    [GeneratedRegex("""[.!?]["'”’)\]]*(?=\s+["'“‘(\[]*[\p{Lu}\d])""")]
    private static partial Regex End();

    [GeneratedRegex(@"(?:^|[\s""'“‘(\[])(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Prof|No|vs)\.$")]
    private static partial Regex Abbreviation();
}
