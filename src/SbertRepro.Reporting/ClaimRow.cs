using System.Globalization;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>A claim of the paper about order, and how it fares with the systems of one scale on one dataset.</summary>
/// <param name="Text">The claim in our words.</param>
/// <param name="Section">Of the paper.</param>
/// <param name="Record">The judgement.</param>
public sealed record ClaimRow(string Text, string Section, ClaimRecord Record)
{
    /// <summary>Why it fails at this scale, as far as is known; read only where it does.</summary>
    public string? WhyItFails { get; init; }

    /// <summary>Judged from weights that have been replaced since.</summary>
    public bool FormerWeights { get; init; }

    /// <summary>Two-sided 5 %: below and above it the data have decided.</summary>
    private const double Decided = 0.975;

    internal static readonly string[] Answers = ["holds", "open", "does not hold"];

    public string Answer => Record.Probability switch
    {
        >= Decided => "holds",
        <= 1 - Decided => "does not hold",
        _ => "open",
    };

    internal bool Fails => Answer == Answers[^1];

    /// <summary>The shape of the answer, as of the verdict that says the same.</summary>
    internal string Glyph => Answer switch { "holds" => "●", "open" => "◆", _ => "▲" };

    internal string Css => Answer switch { "holds" => "reproduced", "open" => "consistent", _ => "deviates" };

    /// <summary>"0.998", but never a certainty that a finite number of resamples cannot give.</summary>
    public string Probability => Record.Probability switch
    {
        > 0.9999 => "> 0.9999",
        < 0.0001 => "< 0.0001",
        var probability => probability.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    public string Difference => CellText.Signed(100 * Record.Difference);

    public string Interval => $"[{CellText.Signed(100 * Record.Interval.Low)}, {CellText.Signed(100 * Record.Interval.High)}]";

    /// <summary>Of McNemar's test; empty where it does not apply.</summary>
    public string McNemar => Record.McNemar switch
    {
        null => "",
        < 0.0001 => "< 0.0001",
        var p => p.Value.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    /// <summary>Cells behind the judgement.</summary>
    public int Seeds => Record.BetterSeeds + Record.WorseSeeds;

    /// <summary>Who plays: "mini-bert-mean − mini-bert-cls, small scale, 1 and 1 seeds".</summary>
    internal string Players => string.Create(CultureInfo.InvariantCulture,
        $"{Record.Better} − {Record.Worse}, {Record.Scale} scale, {Record.BetterSeeds} and {Record.WorseSeeds} seeds");

    /// <summary>The file of the judgement, below the results folder.</summary>
    internal string File => $"{Record.Scale}/{Record.Machine}/{ClaimRecord.Kind}/{ClaimRecord.NameOf(Record.Claim, Record.Dataset)}.{ClaimRecord.Kind}.json";

    public string Sample => string.Create(CultureInfo.InvariantCulture, $"n {Record.Count:N0}, seeds {Record.BetterSeeds} and {Record.WorseSeeds}")
        + (FormerWeights ? ", former weights" : "");
}
