using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>The chapter about how timings developed, as HTML; nothing where there is no history.</summary>
internal static class HtmlTrends
{
    public static string Render(IReadOnlyList<Trend> trends) => trends.Count == 0 ? "" : $"""
        <section id="trends"><h2>Trends</h2>
        <p>{E(Text)}</p>
        {Lines(trends.Select(Section))}
        </section>
        """;

    internal const string Text = "Time of one pass over the probe sentences since the first accepted baseline, in million numbers that the machine's own probe draws in that time: "
        + "a slow hour moves both. A step is a level that left the noise band of the one before and stayed; it warns and never fails, since nothing ran beside it.";

    private static string Section(Trend trend) => $"""
        <h3>{E(trend.Title)}</h3>
        <figure>{TrendChart.Svg(trend)}<figcaption>{E(trend.Sentence)}</figcaption></figure>
        <details><summary>The timings</summary>{Scrolling(trend.Title, Trend.Columns, trend.Rows.Select(Row))}</details>
        """;

    private static string Row(IReadOnlyList<string> cells) => $"<tr>{string.Concat(cells.Select(cell => $"<td>{E(cell)}</td>"))}</tr>";
}
