using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Encoders.Speed;

/// <summary>What one batch took, and what the probe of matrix products right behind it took.</summary>
/// <param name="Segment">A stretch of time that all contestants share: numbered through all passes.</param>
/// <param name="Sentences">In the batch.</param>
/// <param name="Tokens">Without padding.</param>
/// <param name="Operations">Floating point operations of those tokens; 0 where nobody counts.</param>
/// <param name="Seconds">Of the encoding.</param>
/// <param name="ProductOperations">Of the probe; 0 where there is none.</param>
/// <param name="ProductSeconds">Of the probe.</param>
public readonly record struct TurnTiming(int Segment, int Sentences, long Tokens, double Operations, double Seconds, double ProductOperations, double ProductSeconds);

/// <summary>Rates per segment, and ratios of two contestants in the same segments.</summary>
public static class Segments
{
    /// <summary>Of each segment that holds a batch, in the order of time.</summary>
    public static SortedDictionary<int, double> Rates(IEnumerable<TurnTiming> timings, Func<TurnTiming, double> amount, Func<TurnTiming, double> seconds) =>
        new(timings.GroupBy(timing => timing.Segment).ToDictionary(group => group.Key, group => group.Sum(amount) / group.Sum(seconds)));

    /// <summary>The median of the ratios of the segments that both have, with its interval. A segment in which one of them began no batch (few, long batches) has no ratio.</summary>
    public static SpeedRatio Ratio(string what, SortedDictionary<int, double> numerators, SortedDictionary<int, double> denominators)
    {
        int[] shared = [.. numerators.Keys.Where(denominators.ContainsKey)];
        return PairedRatio.Of(what, [.. shared.Select(segment => numerators[segment])], [.. shared.Select(segment => denominators[segment])]);
    }
}
