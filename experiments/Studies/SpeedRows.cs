using System.Globalization;
using SbertRepro.Encoders.Speed;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Experiments.Studies;

/// <summary>From contestants to the quantities of a table of speeds.</summary>
public static class SpeedRows
{
    /// <summary>
    /// What one configuration did. Sentences per second are tokens per second over the set's mean length, so that a stretch with short sentences is no fast one.
    /// </summary>
    /// <param name="system">As printed.</param>
    /// <param name="contestant">Has had its turns.</param>
    /// <param name="sentences">In the set.</param>
    /// <param name="tokensPerSentence">Of the set, on average.</param>
    /// <param name="valid">Whether accuracy held; null where it was not in question.</param>
    public static IEnumerable<Quantity> Of(string system, Contestant contestant, int sentences, double tokensPerSentence, bool? valid)
    {
        var row = SpeedWords.Row(system, contestant.Name);
        double[] rates = [.. contestant.SegmentRates.Values];
        yield return Median(SpeedWords.Sentences, "sentences/s", [.. rates.Select(rate => rate / tokensPerSentence)]);
        yield return Median(contestant.Shape is null ? SpeedWords.Words : SpeedWords.Tokens, contestant.Shape is null ? "words/s" : "tokens/s", rates);
        if (contestant.Shape is not null)
        {
            yield return new Quantity(row, SpeedWords.Padding, "%", 100 * contestant.Padding) { Size = sentences };
            yield return Median(SpeedWords.Arithmetic, "GFLOP/s", [.. contestant.SegmentGflops.Values]);
        }

        if (contestant.Rate is not null) yield return Ratio(row, contestant.ShareOfProducts(), valid, sentences, 100) with { What = SpeedWords.Share, Unit = "%" };
        yield return new Quantity(row, SpeedWords.Memory, "MB", contestant.PeakMegabytes) { Size = sentences };

        Quantity Median(string what, string unit, IReadOnlyList<double> samples) => Quantities.Median(row, what, unit, samples, sentences) with { Valid = valid };
    }

    /// <summary>A ratio of neighbours in time as a quantity of a system.</summary>
    public static Quantity Ratio(string system, SpeedRatio ratio, bool? valid, int sentences, double factor = 1) => new(system, ratio.What, "times", factor * ratio.Median)
    {
        Interval = new Interval(factor * ratio.Interval.Low, factor * ratio.Interval.High),
        Count = ratio.Pairs,
        Size = sentences,
        Valid = valid,
    };

    /// <summary>Names the fastest of the configurations whose accuracy held.</summary>
    public static string Fastest(string system, IEnumerable<Quantity> quantities)
    {
        var best = quantities.Where(quantity => quantity.What == SpeedWords.Sentences && quantity.Valid != false).MaxBy(quantity => quantity.Value)!;
        return string.Create(CultureInfo.InvariantCulture, $"{system}: fastest where accuracy held is {best.System[(system.Length + 2)..]}, {best.Value:F0} sentences/s");
    }
}
