using System.Globalization;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Evaluation.Regression;

/// <summary>How far the vectors of the probe sentences moved from the baseline's.</summary>
/// <param name="System">Whose vectors.</param>
/// <param name="Count">Sentences; 0 where nothing could be compared.</param>
/// <param name="Smallest">Cosine of the sentence that moved most.</param>
/// <param name="Percentile">The cosine below which 1 % of the sentences lie.</param>
/// <param name="Median">Cosine of the sentence in the middle.</param>
/// <param name="Moved">Sentences below <see cref="DriftCheck.Threshold"/>.</param>
/// <param name="LargestScale">Largest relative change of a vector's length, which no cosine shows.</param>
/// <param name="Reason">In one sentence.</param>
public sealed record DriftFinding(string System, int Count, double Smallest, double Percentile, double Median, int Moved, double LargestScale, string Reason)
{
    /// <summary>A warning, never a failure: vectors may move without harm, and the scores say whether they did.</summary>
    public bool Warns => Count == 0 || Moved > 0 || LargestScale > DriftCheck.ScaleThreshold;
}

/// <summary>Compares sentence vectors with the baseline's on a fixed probe set: a fault that touches few sentences shows here long before a correlation moves.</summary>
public static class DriftCheck
{
    /// <summary>The bound that reduced precision must keep (cosine to float32, README "Speed"); a change of summation order stays a thousand times closer.</summary>
    public const double Threshold = 0.9995;

    /// <summary>bfloat16 keeps 8 bits, so lengths move by up to 0.4 %.</summary>
    public const double ScaleThreshold = 0.01;

    public static DriftFinding Compare(string system, SentenceVectors baseline, SentenceVectors now)
    {
        if (baseline.Count != now.Count || baseline.Dimension != now.Dimension)
            return NotCompared(system, $"{now.Count} vectors of {now.Dimension}, the baseline has {baseline.Count} of {baseline.Dimension}");
        var cosines = Enumerable.Range(0, now.Count).Select(item => CosineOf(baseline[item], now[item])).Order().ToArray();
        var scale = Enumerable.Range(0, now.Count).Max(item => ScaleOf(baseline[item], now[item]));
        var moved = cosines.Count(cosine => cosine < Threshold);
        var reason = moved > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{moved} of {cosines.Length} probe sentences moved by more than rounding does (cosine below {Threshold})")
            : scale > ScaleThreshold ? string.Create(CultureInfo.InvariantCulture, $"directions held, but a vector's length changed by {100 * scale:0.0} %")
            : "no probe sentence moved";
        return new(system, cosines.Length, cosines[0], Quantiles.Of(cosines, 0.01), Quantiles.Of(cosines, 0.5), moved, scale, reason);
    }

    public static DriftFinding NotCompared(string system, string reason) => new(system, 0, double.NaN, double.NaN, double.NaN, 0, double.NaN, reason);

    // A sentence without any known word is the zero vector on both sides: that is agreement.
    private static double CosineOf(ReadOnlySpan<float> before, ReadOnlySpan<float> after) =>
        before.IndexOfAnyExcept(0f) < 0 && after.IndexOfAnyExcept(0f) < 0 ? 1 : Similarity.Cosine(before, after);

    private static double ScaleOf(ReadOnlySpan<float> before, ReadOnlySpan<float> after)
    {
        var (old, now) = (Math.Sqrt(Similarity.Dot(before, before)), Math.Sqrt(Similarity.Dot(after, after)));
        return old == 0 ? (now == 0 ? 0 : double.PositiveInfinity) : Math.Abs((now / old) - 1);
    }
}
