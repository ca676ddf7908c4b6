using System.Globalization;
using SbertRepro.Evaluation.Results;
using SbertRepro.Reporting;

namespace SbertRepro.Cli.Report;

/// <summary>What the cost laws of a machine say, in sentences.</summary>
internal static class CostFindings
{
    private static readonly string[] Terms = ["", " n", " n²"];

    /// <summary>The fitted law, and what it says about the paper's size where that was not run.</summary>
    public static IEnumerable<string> Law(CostSeries series)
    {
        if (series.Fit is not { } fit) yield break;
        var terms = fit.Law.Powers.Zip(fit.Law.Coefficients).Where(term => term.Second > 0)
            .Select(term => $"{term.Second.ToString("0.00e+00", CultureInfo.InvariantCulture)}{Terms[term.First]}");
        var law = $"{series.System}: seconds = {string.Join(" + ", terms)}, fitted to {series.Measured.Count.ToString(CultureInfo.InvariantCulture)} sizes from "
            + string.Create(CultureInfo.InvariantCulture, $"{series.Measured[0].Size:N0} to {series.Measured[^1].Size:N0}");
        if (series.Extrapolated is not { Size: { } size } sampled)
        {
            yield return law;
            yield break;
        }

        var (seconds, band, _) = fit.At(size);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{law}; at {size:N0} it says {Time(seconds, band)}, the sample of pairs says {Time(sampled.Value, sampled.Interval)}: "
                + $"two extrapolations that know nothing of each other, law over sample {seconds / sampled.Value:F2}");
    }

    /// <summary>From how many sentences on each cross-encoder is dearer than each bi-encoder, and how many times at the paper's size.</summary>
    public static IEnumerable<string> Crossovers(IReadOnlyList<CostSeries> series) =>
        from cross in series
        where cross.Extrapolated is not null && cross.Fit is not null
        from bi in series
        where bi.Extrapolated is null && bi.Fit is not null
        let crossover = cross.Fit!.CrossoverWith(bi.Fit!)
        where crossover is not null
        select string.Create(CultureInfo.InvariantCulture,
            $"{cross.System} costs more than {bi.System} from {crossover!.Value.N:N0} sentences "
                + $"on{(crossover.Value.Interval is { } interval ? $" [{interval.Low:N0}, {interval.High:N0}]" : "")}{Times(cross, bi)}");

    // Of what was measured and sampled, not of the laws; the interval holds both sides at their worst.
    private static string Times(CostSeries cross, CostSeries bi)
    {
        var dear = cross.Extrapolated!;
        if (bi.Measured.FirstOrDefault(quantity => quantity.Size == dear.Size) is not { } cheap) return "";
        var worst = dear.Interval is { } high && cheap.Interval is { } low ? new Interval(high.Low / low.High, high.High / low.Low) : (Interval?)null;
        var text = MeasurementText.Cost(dear.Value / cheap.Value, worst);
        var range = text.Range is null ? "" : $" {text.Range}";
        return string.Create(CultureInfo.InvariantCulture, $", and {text.Value} times as much among {dear.Size:N0} sentences{range} (extrapolated)");
    }

    private static string Time(double seconds, Interval? interval)
    {
        var text = QuantityText.Of(new Quantity("", "", "s", seconds) { Interval = interval });
        return $"{text.Value} {text.Interval}".TrimEnd();
    }
}
