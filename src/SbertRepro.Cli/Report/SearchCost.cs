using SbertRepro.Evaluation.Paper;
using SbertRepro.Reporting;

namespace SbertRepro.Cli.Report;

/// <summary>Section 1 of the paper as bars: what it prints first, then what was timed here.</summary>
internal static class SearchCost
{
    /// <param name="measured">What was timed or extrapolated here; empty when nothing was.</param>
    public static SearchCostSection Of(IReadOnlyList<DurationBar> measured) =>
        new(
            [
                Printed("cross-encoder-hours", "BERT cross-encoder, all pairs, on a V100"), Printed("bi-encoder-seconds", "SBERT, 10,000 sentences to vectors, on a V100"),
                .. measured,
            ],
            "./run-all.sh --table section1");

    private static DurationBar Printed(string claim, string label)
    {
        var stated = PaperData.Claims.Single(each => each.Id == claim);
        return new($"{label} (paper)", stated.Value!.Value * (stated.Unit == "h" ? 3600 : 1), DurationKind.Paper);
    }
}
