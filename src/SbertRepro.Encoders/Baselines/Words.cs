using System.Globalization;
using System.Text;

namespace SbertRepro.Encoders.Baselines;

/// <summary>Lower-cased runs of letters and digits: the simplest notion of a word.</summary>
internal static class Words
{
    public static IEnumerable<string> Of(string sentence)
    {
        var word = new StringBuilder();
        foreach (var letter in sentence)
        {
            if (char.IsLetterOrDigit(letter))
            {
                word.Append(char.ToLower(letter, CultureInfo.InvariantCulture));
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
        if (word.Length > 0) yield return word.ToString();
    }
}
