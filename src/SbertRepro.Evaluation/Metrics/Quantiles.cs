namespace SbertRepro.Evaluation.Metrics;

/// <summary>Quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the default of R and NumPy).</summary>
public static class Quantiles
{
    /// <param name="sorted">Ascending, at least one value.</param>
    /// <param name="probability">0 to 1.</param>
    public static double Of(ReadOnlySpan<double> sorted, double probability)
    {
        var position = probability * (sorted.Length - 1);
        var index = Math.Clamp((int)position, 0, sorted.Length - 1);
        return index + 1 < sorted.Length ? sorted[index] + ((position - index) * (sorted[index + 1] - sorted[index])) : sorted[index];
    }

    /// <summary>Sorts the values in place.</summary>
    public static double Median(double[] values)
    {
        Array.Sort(values);
        return Of(values, 0.5);
    }
}
