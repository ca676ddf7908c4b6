namespace SbertRepro.Encoders.Training;

/// <summary>
/// Learns a WordPiece vocabulary from text: starts at characters and merges the most frequent neighbouring pieces (Sennrich et al. 2016), pieces inside a
/// word carrying the prefix ##. Ties go to the pair that is first in ordinal order, so the same text gives the same vocabulary everywhere.
/// </summary>
public static class WordPieceVocabulary
{
    /// <summary>The first ids, in this order; [PAD] is 0 as everywhere.</summary>
    public static readonly IReadOnlyList<string> SpecialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>Longer words do not teach anything: they are addresses and rows of signs.</summary>
    private const int LongestWord = 32;

    /// <param name="lines">The text; each line is normalised as the uncased BERT tokenizer does it.</param>
    /// <param name="size">Tokens wanted, special tokens included; fewer come back where the text does not hold so many.</param>
    /// <param name="alphabetSize">Most distinct characters; words with a rarer one become [UNK].</param>
    public static IReadOnlyList<string> Train(IEnumerable<string> lines, int size, int alphabetSize = 160) =>
        Train(CountWords(lines), size, alphabetSize);

    /// <summary>As <see cref="Train(IEnumerable{string}, int, int)"/>, from words and how often they occur.</summary>
    public static IReadOnlyList<string> Train(IReadOnlyDictionary<string, long> wordCounts, int size, int alphabetSize = 160)
    {
        var alphabet = Alphabet(wordCounts, alphabetSize);
        var words = wordCounts.Where(word => word.Key.Length <= LongestWord && word.Key.All(alphabet.Contains))
            .OrderBy(word => word.Key, StringComparer.Ordinal).ToArray();
        var merges = new PieceMerges();
        foreach (var (word, count) in words) merges.Add(word, count);
        List<string> vocabulary = [.. SpecialTokens, .. merges.Pieces.Order(StringComparer.Ordinal)];
        while (vocabulary.Count < size && merges.MergeMostFrequent() is { } piece) vocabulary.Add(piece);
        return vocabulary;
    }

    /// <summary>How often each word occurs, counted on all cores, a bounded number of lines in memory.</summary>
    public static IReadOnlyDictionary<string, long> CountWords(IEnumerable<string> lines)
    {
        var text = new BertText(new BertTextOptions(), SpecialTokens, "[UNK]", maximumWordLength: 100);
        var total = new Dictionary<string, long>(StringComparer.Ordinal);
        Parallel.ForEach(lines.Chunk(4096), chunk =>
        {
            var counts = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var line in chunk) CountWords(text.Words(line), counts);
            lock (total)
            {
                foreach (var (word, count) in counts) total[word] = total.GetValueOrDefault(word) + count;
            }
        });
        foreach (var token in SpecialTokens) total.Remove(token);
        return total;
    }

    private static void CountWords(string words, Dictionary<string, long> counts)
    {
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries)) counts[word] = counts.GetValueOrDefault(word) + 1;
    }

    private static HashSet<char> Alphabet(IReadOnlyDictionary<string, long> wordCounts, int size)
    {
        var counts = new Dictionary<char, long>();
        foreach (var (word, count) in wordCounts)
        {
            foreach (var character in word) counts[character] = counts.GetValueOrDefault(character) + count;
        }

        return [.. counts.Where(pair => !char.IsSurrogate(pair.Key)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(size).Select(pair => pair.Key)];
    }
}
