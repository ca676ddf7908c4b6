using System.Text;
using System.Text.Json;

namespace SbertRepro.Reporting;

/// <summary>The chapter in which a reader compares two rows or two machines, and the script that does it; without script it names the command that does the same.</summary>
internal static class HtmlExplorer
{
    private static readonly Lazy<string> ScriptText = new(() => Resource("report.js"));

    public static string Render(IReadOnlyList<PairRanks> ranks, IReadOnlyList<RunComparison> comparisons) => $"""
        <section id="explorer"><h2>Compare two runs</h2>
        <p>Two rows of the tables above, or everything that two machines both measured: numbers that differ and the likely cause, places that changed, timings,
        the pairs of the STS benchmark that moved most, and surroundings that differ.</p>
        <div id="explorer-tool"><p class="note">This needs the page's script. On the command line: <code>sbert-repro diff results-before results</code></p></div>
        <script type="application/json" id="pair-ranks">{Json(ranks)}</script>
        <script type="application/json" id="comparisons">{ExplorerData.Json(comparisons)}</script>
        </section>
        """;

    public static string Script => $"<script>\n{ScriptText.Value}</script>";

    // The encoder escapes "<", so that no name can end the element.
    private static string Json(IReadOnlyList<PairRanks> ranks) =>
        JsonSerializer.Serialize(ranks.GroupBy(run => run.Key).ToDictionary(run => run.Key, run => run.ToDictionary(set => set.Dataset, set => set.Packed)));

    internal static string Resource(string name)
    {
        using var stream = typeof(HtmlExplorer).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
