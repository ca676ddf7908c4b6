namespace SbertRepro.Evaluation.Metrics;

/// <summary>Ranks for rank correlation.</summary>
public static class Ranks
{
    /// <summary>Ranks 1 ... n; tied values share the mean of the ranks they occupy, as Spearman's definition asks.</summary>
    /// <exception cref="ArgumentException">A value is NaN; the message names its index.</exception>
    public static double[] Average(ReadOnlySpan<double> values)
    {
        var keys = values.ToArray();
        var order = new int[keys.Length];
        for (var i = 0; i < keys.Length; i++)
            order[i] = double.IsNaN(keys[i]) ? throw new ArgumentException($"value {i} is NaN", nameof(values)) : i;
        Array.Sort(keys, order);

        var ranks = new double[keys.Length];
        for (int start = 0, end; start < keys.Length; start = end)
        {
            for (end = start + 1; end < keys.Length && keys[end] == keys[start];) end++;
            var shared = (start + 1 + end) / 2.0;
            for (var i = start; i < end; i++) ranks[order[i]] = shared;
        }

        return ranks;
    }
}
