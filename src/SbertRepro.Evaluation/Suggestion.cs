namespace SbertRepro.Evaluation;

/// <summary>"Did you mean": the known name nearest to a mistyped one.</summary>
public static class Suggestion
{
    /// <summary>The candidate with the smallest edit distance, if that is at most a third of the word; otherwise one that contains it; otherwise null.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        var known = candidates.Distinct(StringComparer.Ordinal).ToArray();
        var nearest = known.MinBy(candidate => Distance(word, candidate));
        return nearest is not null && Distance(word, nearest) <= Math.Max(1, word.Length / 3)
            ? nearest
            : known.FirstOrDefault(candidate => word.Length > 2 && candidate.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The nearest name as a question; null when none is near.</summary>
    public static string? DidYouMean(string word, IEnumerable<string> candidates) => Nearest(word, candidates) is { } nearest ? $"did you mean '{nearest}'?" : null;

    // Levenshtein distance, ignoring case, one row at a time.
    private static int Distance(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var substituted = diagonal + (char.ToLowerInvariant(first[i - 1]) == char.ToLowerInvariant(second[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
