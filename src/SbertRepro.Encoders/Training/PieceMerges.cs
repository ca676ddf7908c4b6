namespace SbertRepro.Encoders.Training;

/// <summary>The words of a text as sequences of pieces, with the counts of neighbouring pairs kept up to date while pairs are merged.</summary>
internal sealed class PieceMerges
{
    private const string Prefix = "##";

    private readonly List<string> pieces = [];
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly List<(List<int> Pieces, long Count)> words = [];
    private readonly Dictionary<(int Left, int Right), long> pairCounts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> wordsOf = [];
    private readonly PriorityQueue<(int Left, int Right), Candidate> queue = new();

    /// <summary>All pieces so far.</summary>
    public IEnumerable<string> Pieces => pieces;

    public void Add(string word, long count)
    {
        List<int> sequence = [.. word.Select((character, index) => Id(index == 0 ? $"{character}" : $"{Prefix}{character}"))];
        words.Add((sequence, count));
        ForEachPair(sequence, pair => Change(pair, count, words.Count - 1));
    }

    /// <summary>Merges the most frequent pair everywhere; the new piece, or null when every word is one piece.</summary>
    public string? MergeMostFrequent()
    {
        while (queue.TryDequeue(out var pair, out var candidate))
        {
            var count = pairCounts.GetValueOrDefault(pair);
            if (count <= 0) continue;
            if (count != candidate.Count) Enqueue(pair, count);                                  // outdated: the count has changed since
            else if (Merge(pair) is { } piece) return piece;
        }

        return null;
    }

    /// <summary>The merged piece, or null when it exists already, made of other parts.</summary>
    private string? Merge((int Left, int Right) pair)
    {
        var text = pieces[pair.Left] + pieces[pair.Right][Prefix.Length..];
        var isNew = !ids.ContainsKey(text);
        var merged = Id(text);
        foreach (var index in wordsOf[pair].ToArray()) MergeIn(index, pair, merged);
        pairCounts.Remove(pair);
        wordsOf.Remove(pair);
        return isNew ? text : null;
    }

    private void MergeIn(int index, (int Left, int Right) pair, int merged)
    {
        var (sequence, count) = words[index];
        ForEachPair(sequence, old => Change(old, -count, index));
        for (var at = 0; at + 1 < sequence.Count; at++)
        {
            if ((sequence[at], sequence[at + 1]) != pair) continue;
            sequence[at] = merged;
            sequence.RemoveAt(at + 1);
        }

        ForEachPair(sequence, now => Change(now, count, index));
    }

    private static void ForEachPair(List<int> sequence, Action<(int Left, int Right)> action)
    {
        for (var at = 0; at + 1 < sequence.Count; at++) action((sequence[at], sequence[at + 1]));
    }

    // A count that fell is found out when its candidate is taken from the queue; one that rose needs a new candidate.
    private void Change((int Left, int Right) pair, long difference, int word)
    {
        var count = pairCounts[pair] = pairCounts.GetValueOrDefault(pair) + difference;
        if (difference < 0) return;
        if (!wordsOf.TryGetValue(pair, out var set)) wordsOf[pair] = set = [];
        set.Add(word);
        Enqueue(pair, count);
    }

    private void Enqueue((int Left, int Right) pair, long count) => queue.Enqueue(pair, new Candidate(count, pieces[pair.Left], pieces[pair.Right]));

    private int Id(string piece)
    {
        if (ids.TryGetValue(piece, out var id)) return id;
        pieces.Add(piece);
        return ids[piece] = pieces.Count - 1;
    }

    /// <summary>Most frequent first, then ordinal order.</summary>
    private readonly record struct Candidate(long Count, string Left, string Right) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other)
        {
            if (Count != other.Count) return other.Count.CompareTo(Count);
            var left = string.CompareOrdinal(Left, other.Left);
            return left != 0 ? left : string.CompareOrdinal(Right, other.Right);
        }
    }
}
