using System.Globalization;
using MathNet.Numerics.Distributions;

namespace SbertRepro.Evaluation.Paper;

/// <summary>
/// The one written rule of every verdict: two one-sided tests (TOST, Schuirmann 1987) of equivalence within a margin. The standard error joins what other
/// items would change (bootstrap), what other seeds would change (ours), and what the paper's ten seeds left open (its printed deviation). The paper
/// scored the same items, so the first part overstates the doubt: the rule errs towards "consistent", never towards "reproduced".
/// </summary>
public static class VerdictRule
{
    /// <summary>Points (x100). Independent reproductions of one system of this paper differ by one to four points; half of that is called equal.</summary>
    public const double Margin = 2.0;

    /// <summary>Of each one-sided test.</summary>
    public const double Alpha = 0.05;

    /// <summary>The paper trained with ten random seeds (section 4.2).</summary>
    private const int PaperSeeds = 10;

    /// <param name="measured">Mean over seeds, x100.</param>
    /// <param name="standardError">Of <paramref name="measured"/>: see <see cref="StandardError"/>.</param>
    /// <param name="paper">As printed, x100.</param>
    /// <param name="paperDeviation">Over the paper's seeds, where printed.</param>
    /// <returns>The verdict and one sentence with its numbers.</returns>
    public static (Verdict Verdict, string Reason) Judge(double measured, double standardError, double paper, double? paperDeviation)
    {
        var error = Math.Sqrt((standardError * standardError) + ((paperDeviation ?? 0) * (paperDeviation ?? 0) / PaperSeeds));
        var difference = measured - paper;
        var equivalence = Math.Max(1 - Normal.CDF(0, error, difference + Margin), Normal.CDF(0, error, difference - Margin));
        var equality = 2 * Normal.CDF(0, error, -Math.Abs(difference));
        if (equivalence < Alpha)
            return (Verdict.Reproduced, Text($"{difference:+0.00;-0.00;0.00} points: within ±{Margin:0.0} (equivalence p {P(equivalence)})"));
        return equality >= Alpha
            ? (Verdict.Consistent, Text($"{difference:+0.00;-0.00;0.00} points: not distinguishable from the paper (p {P(equality)}), but n leaves ±{Normal.InvCDF(0, 1, 0.975) * error:0.0}, too wide to call it equal within ±{Margin:0.0}"))
            : (Verdict.Deviates, Text($"{Math.Abs(difference):0.00} points {(difference < 0 ? "below" : "above")} the paper (p {P(equality)})"));
    }

    /// <summary>Joins the item bootstrap of single seeds with the spread over seeds; all x100.</summary>
    /// <param name="itemErrors">One per seed.</param>
    /// <param name="scores">One per seed.</param>
    public static double StandardError(IReadOnlyList<double> itemErrors, IReadOnlyList<double> scores)
    {
        var items = itemErrors.Average(error => error * error); // the items are the same for every seed: more seeds do not shrink this part
        if (scores.Count < 2) return Math.Sqrt(items);
        var mean = scores.Average();
        var variance = scores.Sum(score => (score - mean) * (score - mean)) / (scores.Count - 1);
        return Math.Sqrt(items + (variance / scores.Count));
    }

    /// <summary>The smallest true difference that a two-sided test at 5 % would find four times out of five: what this n could have seen.</summary>
    public static double DetectableDifference(double standardError) => (Normal.InvCDF(0, 1, 0.975) + Normal.InvCDF(0, 1, 0.8)) * standardError;

    private static string P(double p) => p < 0.001 ? "< 0.001" : p.ToString("= 0.000", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
