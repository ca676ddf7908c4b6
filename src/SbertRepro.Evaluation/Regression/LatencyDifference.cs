using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>One timing in two results folders. The two were not measured in turns, so the ratio carries the doubt of both timings and of the machine.</summary>
/// <param name="Where">Scale, and the machine where both sides know it.</param>
/// <param name="What">Experiment or study, and configuration.</param>
/// <param name="Ratio">Time now over time before; above 1 is slower.</param>
/// <param name="Normalised">The same, divided by how much slower the machine's own probe was; null where either side has no probe.</param>
/// <param name="Interval">
/// Of <paramref name="Normalised"/>, or of <paramref name="Ratio"/> where that is null: the extremes that the 95 % intervals of both timings and both probes allow, those that are
/// stored. Null where none is.
/// </param>
public sealed record LatencyDifference(string Where, string What, double Ratio, double? Normalised, Interval? Interval)
{
    public static IReadOnlyList<LatencyDifference> Of(StoredResults before, StoredResults after)
    {
        List<StoredTiming> old = [.. StoredTiming.Of(before)], now = [.. StoredTiming.Of(after)];
        var shared = old.Select(timing => timing.Machine).Intersect(now.Select(timing => timing.Machine)).ToHashSet(StringComparer.Ordinal);
        // As with scores: the machine matters only where both sides know one; else those of two machines are compared.
        return
        [
            .. from timing in now
               where shared.Count == 0 || shared.Contains(timing.Machine)
               let earlier = old.FirstOrDefault(each => (each.Scale, each.What) == (timing.Scale, timing.What) && (shared.Count == 0 || each.Machine == timing.Machine))
               where earlier is not null && (earlier.Machine, earlier.Started) != (timing.Machine, timing.Started)
               select Compare(earlier, timing, shared.Count == 0 ? timing.Scale : $"{timing.Scale} {timing.Machine}"),
        ];
    }

    private static LatencyDifference Compare(StoredTiming before, StoredTiming after, string where)
    {
        var (ratio, interval) = (after.Time / before.Time, Quotient(after.Interval, after.Time, before.Interval, before.Time));
        if (before.Probe is not { } old || after.Probe is not { } now || old.What != now.What) return new(where, after.What, ratio, null, interval);
        // A machine that computes half as much a second takes twice as long: the rates of the probe multiply.
        var speed = Quotient(now.Interval, now.Median, old.Interval, old.Median)!.Value;
        var doubt = interval ?? new Interval(ratio, ratio);
        return new(where, after.What, ratio, ratio * now.Median / old.Median, new Interval(doubt.Low * speed.Low, doubt.High * speed.High));
    }

    private static Interval? Quotient(Interval? numerator, double top, Interval? denominator, double bottom) => numerator is null && denominator is null ? null
        : new Interval((numerator?.Low ?? top) / (denominator?.High ?? bottom), (numerator?.High ?? top) / (denominator?.Low ?? bottom));
}
