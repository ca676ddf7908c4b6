using SbertRepro.Evaluation.Results;
using static SbertRepro.Reporting.MarkdownReport;

namespace SbertRepro.Reporting;

/// <summary>The chapter about the pairs that a system ranks worst, as Markdown.</summary>
internal static class MarkdownPairs
{
    public static string Render(IReadOnlyList<PairErrorsRecord> errors) => "## Pairs ranked worst\n\n"
        + "Furthest from their rank by human score; 1 is the least similar. A pair is its position where the licence does not clearly allow to quote its sentences.\n\n"
        + string.Join("\n\n", PairErrorText.Once(errors).Select(record =>
            $"<details><summary>{T(record.System)} on {T(record.Dataset)}, {T(record.Scale)} scale, {T(record.Machine)}"
            + $"</summary>\n\n{Table(["pair", "human score", "human rank", "rank here", "error", "sentences"], record.Largest.Select(Row))}\n\n</details>"));

    private static string[] Row(PairError error) =>
        [CellText.Whole(error.Item), CellText.Score(error.Gold), PairErrorText.Rank(error.GoldRank), PairErrorText.Rank(error.Rank),
            PairErrorText.Signed(error.Rank - error.GoldRank),
            error.First is null ? "" : $"{error.First} / {error.Second}"];
}
