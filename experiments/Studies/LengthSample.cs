namespace SbertRepro.Experiments.Studies;

/// <summary>Few sentences whose lengths are those of many: for encoders that would take minutes for all.</summary>
public static class LengthSample
{
    /// <summary>One sentence from the middle of each of <paramref name="count"/> equal parts of the sorted lengths.</summary>
    /// <param name="lengths">Of all sentences.</param>
    /// <param name="count">As many; all of them where there are no more.</param>
    /// <returns>Indices in rising order: the sample keeps the order of the input, which decides how much padding plain batches need.</returns>
    public static int[] Of(IReadOnlyList<int> lengths, int count)
    {
        if (count >= lengths.Count) return [.. Enumerable.Range(0, lengths.Count)];
        var sorted = Enumerable.Range(0, lengths.Count).OrderBy(index => lengths[index]).ToArray(); // stable
        return [.. Enumerable.Range(0, count).Select(part => sorted[(int)((part + 0.5) * lengths.Count / count)]).Order()];
    }
}
