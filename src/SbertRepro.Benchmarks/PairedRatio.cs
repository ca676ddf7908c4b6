using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Benchmarks;

/// <summary>The median of ratios between neighbours in time, with a bootstrap interval of the median: what a drifting machine leaves standing.</summary>
internal static class PairedRatio
{
    private const int Resamples = 10_000;

    public static SpeedRatio Of(string what, IReadOnlyList<double> numerators, IReadOnlyList<double> denominators)
    {
        var ratios = numerators.Zip(denominators, (a, b) => a / b).ToArray();
        var random = new SplitMix64(1);
        var medians = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
            medians[i] = Median([.. Enumerable.Range(0, ratios.Length).Select(_ => ratios[random.Below(ratios.Length)])]);
        Array.Sort(medians);
        return new SpeedRatio(what, Median([.. ratios]), new Interval(medians[Resamples / 40], medians[Resamples - 1 - (Resamples / 40)]), ratios.Length);
    }

    public static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
