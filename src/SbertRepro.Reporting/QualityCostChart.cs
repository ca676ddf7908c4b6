using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>Retrieval quality on SciFact against the cost of a query, one point per depth of reranking, and the systems that nothing else beats at both (Pareto), as SVG.</summary>
public static class QualityCostChart
{
    /// <param name="records">Of one scale and machine; those of other studies are passed over.</param>
    /// <param name="anchor">Unique on the page.</param>
    /// <returns>Null when there is nothing to draw.</returns>
    public static string? Svg(IReadOnlyList<StudyRecord> records, string anchor)
    {
        var curves = SearchCurve.Of(records, StudyWords.SciFact, StudyWords.NdcgAt10);
        return SearchFigure.Svg(curves, SearchCurve.Best(curves), "nDCG@10",
            "Retrieval quality (nDCG@10 with 95 % interval over queries) against median milliseconds per query", anchor);
    }
}
