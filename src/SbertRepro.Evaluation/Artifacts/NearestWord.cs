namespace SbertRepro.Evaluation.Artifacts;

/// <summary>"Did you mean": the known word with the smallest edit distance.</summary>
internal static class NearestWord
{
    public static string Suggest(string word, IEnumerable<string> known)
    {
        var nearest = known.MinBy(candidate => Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant()));
        return nearest is null ? "the catalogue is empty" : $"did you mean '{nearest}'?";
    }

    /// <summary>Levenshtein distance, one row of the table at a time.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
