using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Timing;

/// <summary>The median of ratios between neighbours in time, with a bootstrap interval of the median: what a drifting machine leaves standing.</summary>
public static class PairedRatio
{
    public static SpeedRatio Of(string what, IReadOnlyList<double> numerators, IReadOnlyList<double> denominators)
    {
        if (numerators.Count != denominators.Count) throw new ArgumentException($"{numerators.Count} values against {denominators.Count}", nameof(denominators));
        var ratios = numerators.Zip(denominators, (a, b) => a / b).ToArray();
        return new SpeedRatio(what, Quantiles.Median([.. ratios]), PercentileBootstrap.Of(ratios, Quantiles.Median), ratios.Length);
    }
}
