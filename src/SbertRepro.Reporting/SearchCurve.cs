using System.Globalization;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>What one query costs at one setting of a system, and how good the answer is.</summary>
/// <param name="Milliseconds">Median of a query that is asked alone.</param>
/// <param name="Quality">In the unit of the quantity.</param>
/// <param name="Interval">Of the quality.</param>
/// <param name="Setting">Effort or depth; null where there is no choice.</param>
internal sealed record SearchPoint(double Milliseconds, double Quality, Interval? Interval, double? Setting);

/// <summary>A system at all its settings, cheapest first.</summary>
internal sealed record SearchCurve(string System, IReadOnlyList<SearchPoint> Points)
{
    /// <summary>The systems of a study, in the order of the records; a setting without either number is left out.</summary>
    /// <param name="records">Of one scale and machine; those of other studies are passed over.</param>
    /// <param name="study">Id.</param>
    /// <param name="quality">What is called good, e.g. recall@10.</param>
    public static IReadOnlyList<SearchCurve> Of(IReadOnlyList<StudyRecord> records, string study, string quality)
    {
        var systems = records.Where(record => record.Study == study).SelectMany(record => record.Quantities).GroupBy(quantity => quantity.System, StringComparer.Ordinal);
        return [.. systems.Select(system => new SearchCurve(system.Key, PointsOf([.. system], quality))).Where(curve => curve.Points.Count > 0)];
    }

    /// <summary>The points than which no other is at once cheaper and better, cheapest first (Pareto).</summary>
    public static IReadOnlyList<SearchPoint> Best(IEnumerable<SearchCurve> curves)
    {
        List<SearchPoint> best = [];
        foreach (var point in curves.SelectMany(curve => curve.Points).OrderBy(point => point.Milliseconds).ThenByDescending(point => point.Quality))
        {
            if (best.Count == 0 || point.Quality > best[^1].Quality) best.Add(point);
        }

        return best;
    }

    /// <summary>In words, for those who do not see the picture.</summary>
    public override string ToString() => $"{System}: {string.Join(", ", Points.Select(Text))}";

    private static string Text(SearchPoint point)
    {
        var setting = point.Setting is { } value ? value.ToString("0.###", CultureInfo.InvariantCulture) + ": " : "";
        return $"{setting}{QuantityText.Digits(point.Quality)} at {QuantityText.Digits(point.Milliseconds)} ms";
    }

    private static IReadOnlyList<SearchPoint> PointsOf(IReadOnlyList<Quantity> quantities, string quality) =>
    [
        .. from good in quantities
           where good.What == quality && double.IsFinite(good.Value)
           from cost in quantities
           where cost.What == StudyWords.OneQuery && cost.Size == good.Size && cost.Value > 0
           orderby cost.Value
           select new SearchPoint(cost.Value, good.Value, good.Interval, good.Size),
    ];
}
