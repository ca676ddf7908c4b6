using SbertRepro.Evaluation.Paper;

namespace SbertRepro.Reporting;

/// <summary>How a verdict is said and shown: a word, a shape and a colour, so that no reader depends on the colour.</summary>
/// <param name="Verdict">The verdict shown.</param>
/// <param name="Word">As in cells.csv.</param>
/// <param name="Glyph">One character, a different shape per verdict.</param>
/// <param name="Css">CSS class and custom property.</param>
/// <param name="Short">The meaning in a few words.</param>
/// <param name="Meaning">For the legend.</param>
public sealed record VerdictStyle(Verdict Verdict, string Word, string Glyph, string Css, string Short, string Meaning)
{
    /// <summary>In the order of the legend.</summary>
    public static IReadOnlyList<VerdictStyle> All { get; } =
    [
        new(Verdict.Reproduced, "reproduced", "●", "reproduced", "within two points, shown by test", "equal to the paper within the stated margin"),
        new(Verdict.Consistent, "consistent", "◆", "consistent", "the interval holds the paper's", "the interval contains the paper's value, but is wider than the margin"),
        new(Verdict.Deviates, "deviates", "▲", "deviates", "the interval excludes it", "the interval excludes the paper's value"),
        new(Verdict.NotJudged, "not judged", "○", "not-judged", "a stand-in, shown beside it", "measured, but not the paper's system: shown, never judged"),
        new(Verdict.NotRun, "not run", "–", "not-run", "the reason is given", "not measured; the reason is given"),
    ];

    public static VerdictStyle Of(Verdict verdict) => All.Single(style => style.Verdict == verdict);

    /// <summary>The verdict as shown: without a measurement it is "not run", whatever the record claims.</summary>
    public static VerdictStyle Of(Comparison cell) => Of(cell.Measured is null ? Verdict.NotRun : cell.Verdict);
}
