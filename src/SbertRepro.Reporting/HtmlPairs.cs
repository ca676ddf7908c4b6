using System.Globalization;
using SbertRepro.Evaluation.Results;
using static SbertRepro.Reporting.HtmlReport;

namespace SbertRepro.Reporting;

/// <summary>The chapter about the pairs that a system ranks worst: what a low correlation is made of.</summary>
internal static class HtmlPairs
{
    public static string Render(IReadOnlyList<PairErrorsRecord> errors, string results) => errors.Count == 0 ? "" : $"""
        <section id="pairs"><h2>Pairs ranked worst</h2>
        <p>The pairs whose rank by predicted similarity is furthest from their rank by human score; 1 is the least similar. Where the licence of the set
        does not clearly allow to quote its sentences, a pair is its position in the file.</p>
        {Lines(Once(errors).GroupBy(record => record.Dataset).Select(set => Set(set.Key, [.. set], results)))}
        </section>
        """;

    private static string Set(string name, IReadOnlyList<PairErrorsRecord> records, string results) =>
        $"<h3>{E(name)}, n {CellText.Whole(records[0].Count)}</h3>{Lines(records.Select(record => Record(record, results)))}";

    /// <summary>Each system once, on the first of its machines; the largest set first, which is the real one.</summary>
    internal static IReadOnlyList<PairErrorsRecord> Once(IReadOnlyList<PairErrorsRecord> errors) =>
        [.. errors.DistinctBy(record => (record.Scale, record.Dataset, record.System)).OrderByDescending(record => record.Count)
            .ThenBy(record => record.System, StringComparer.Ordinal)];

    private static string Record(PairErrorsRecord record, string results) => $"""
        <details><summary>{E(record.System)}, {E(record.Scale)} scale, {E(record.Machine)}, seed {Whole(record.Seed)}</summary>
        {Scrolling($"Largest rank errors of {record.System} on {record.Dataset}", Columns(record), record.Largest.Select(error => Row(error, Quotes(record))), "sortable")}
        <p class="note"><a href="{E(ResultLinks.Address(results, File(record)))}">JSON</a></p></details>
        """;

    private static string Row(PairError error, bool quotes) =>
        $"<tr><th scope=\"row\">{Whole(error.Item)}</th><td class=\"n\">{CellText.Score(error.Gold)}</td><td class=\"n\">{Rank(error.GoldRank)}</td>"
            + $"<td class=\"n\">{Rank(error.Rank)}</td><td class=\"n\">{Signed(error.Rank - error.GoldRank)}</td>"
            + $"{(quotes ? $"<td class=\"wide\">{E(error.First)}<br>{E(error.Second)}</td>" : "")}</tr>";

    private static string[] Columns(PairErrorsRecord record) =>
        ["pair", "human score", "human rank", "rank here", "error", .. Quotes(record) ? ["sentences"] : Array.Empty<string>()];

    internal static bool Quotes(PairErrorsRecord record) => record.Largest.Any(error => error.First is not null);

    internal static string Rank(double rank) => rank.ToString("#,0.#", CultureInfo.InvariantCulture);

    internal static string Signed(double error) => error.ToString("+#,0.#;−#,0.#;0", CultureInfo.InvariantCulture);

    internal static string File(PairErrorsRecord record) =>
        $"{record.Scale}/{record.Machine}/{PairErrorsRecord.Kind}/{PairErrorsRecord.NameOf(record.Dataset, record.System)}.{PairErrorsRecord.Kind}.json";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
