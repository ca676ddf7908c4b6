using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>Recall@10 of each index among a million sentences against the latency of a query, one point per effort, as SVG.</summary>
public static class RecallLatencyChart
{
    /// <param name="records">Of one scale and machine; those of other studies are passed over.</param>
    /// <param name="anchor">Unique on the page.</param>
    /// <returns>Null when there is nothing to draw.</returns>
    public static string? Svg(IReadOnlyList<StudyRecord> records, string anchor) => SearchFigure.Svg(
        SearchCurve.Of(records, StudyWords.Million, StudyWords.RecallAt10), [], "recall@10, %",
        "Share of the ten true nearest neighbours found (recall@10, percent) against median milliseconds per query", anchor);
}
