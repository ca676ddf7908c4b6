using System.Globalization;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>Which of the two programs runs.</summary>
public enum Side
{
    Baseline,
    Candidate,
}

/// <summary>
/// Whether a program became slower. Baseline and candidate take turns in blocks of A B B A, so that a drift of the machine, linear over a block, cancels in the block's
/// ratio; the median of the blocks shrugs off disturbances; and a slowdown must show twice.
/// </summary>
public static class LatencyGate
{
    private const string What = "candidate over baseline";

    private static readonly Side[] Block = [Side.Baseline, Side.Candidate, Side.Candidate, Side.Baseline];

    /// <param name="cell">What is timed.</param>
    /// <param name="measure">Runs one side once; returns seconds.</param>
    /// <param name="noise">The cell's own noise from its history, as a fraction; 0 where there is none yet.</param>
    /// <param name="rule">Margin and effort.</param>
    /// <param name="cancellation">Checked between blocks.</param>
    public static LatencyFinding Judge(
        string cell, Func<Side, double> measure, double noise = 0, LatencyRule? rule = null, CancellationToken cancellation = default) =>
        Judge(cell, () => Ratio(measure), noise, rule ?? new(), () => false, cancellation);

    /// <param name="cell">What is timed.</param>
    /// <param name="block">Measures one block; returns time of the candidate over time of the baseline, or NaN when a side could not be timed.</param>
    /// <param name="noise">The cell's own noise from its history, as a fraction; 0 where there is none yet.</param>
    /// <param name="rule">Margin and effort.</param>
    /// <param name="timeIsUp">Asked between blocks: true ends the measuring with what there is.</param>
    /// <param name="cancellation">Checked between blocks.</param>
    public static LatencyFinding Judge(
        string cell, Func<double> block, double noise, LatencyRule rule, Func<bool> timeIsUp, CancellationToken cancellation)
    {
        var margin = Math.Max(rule.Margin, noise);
        var first = Measure(block, rule, timeIsUp, cancellation);
        var outcome = Decide(first, margin, rule);
        if (outcome is not LatencyOutcome.Slower) return new(cell, outcome, first, null, margin, Reason(outcome, first, margin, rule));
        var slower = Reason(LatencyOutcome.Slower, first, margin, rule);
        if (timeIsUp()) return new(cell, LatencyOutcome.Noisy, first, null, margin, $"{slower}, but the time was up before an independent re-run");
        var again = Measure(block, rule, timeIsUp, cancellation);
        var doubt = $"looked slower at first ({Percent(first.Median)}), ";
        return Decide(again, margin, rule) switch
        {
            LatencyOutcome.Slower => new(cell, LatencyOutcome.Slower, first, again, margin, $"{slower}, and so it was in an independent re-run"),
            LatencyOutcome.Same => new(cell, LatencyOutcome.Same, again, first, margin, $"{doubt}but an independent re-run did not confirm it"),
            _ => new(cell, LatencyOutcome.Noisy, again, first, margin, $"{doubt}and an independent re-run could not tell"),
        };
    }

    /// <summary>One block of A B B A: time of the candidate over time of the baseline.</summary>
    public static double Ratio(Func<Side, double> measure)
    {
        var seconds = Block.Select(measure).ToArray();
        return Math.Sqrt(seconds[1] * seconds[2] / (seconds[0] * seconds[3]));
    }

    /// <summary>What an interval of the ratio says, against a margin.</summary>
    public static LatencyOutcome Decide(SpeedRatio ratio, double margin, LatencyRule rule)
    {
        var (low, high) = (ratio.Interval.Low, ratio.Interval.High);
        if (double.IsNaN(ratio.Median)) return LatencyOutcome.Unknown;
        if (ratio.Pairs < rule.FewestBlocks) return LatencyOutcome.Noisy; // an interval of a handful of blocks promises too much
        if (low > 1 && ratio.Median > 1 + margin) return LatencyOutcome.Slower;
        if (high < 1 && ratio.Median < 1 - margin) return LatencyOutcome.Faster;
        var blind = Math.Max(rule.Blind, margin);
        return low >= 1 - blind && high <= 1 + blind ? LatencyOutcome.Same : LatencyOutcome.Noisy;
    }

    private static SpeedRatio Measure(Func<double> block, LatencyRule rule, Func<bool> timeIsUp, CancellationToken cancellation)
    {
        List<double> ratios = [];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            ratios.Add(block());
            if (double.IsNaN(ratios[^1])) return new SpeedRatio(What, double.NaN, new Interval(double.NaN, double.NaN), ratios.Count);
            var over = ratios.Count >= rule.MostBlocks || timeIsUp();
            if (!over && (ratios.Count < rule.FewestBlocks || (ratios.Count - rule.FewestBlocks) % 4 != 0)) continue; // a look now and then: bootstraps take time too
            var interval = PercentileBootstrap.Of(ratios, Quantiles.Median, resamples: rule.Resamples);
            if (over || (interval.High - interval.Low) / 2 <= rule.Precision)
                return new SpeedRatio(What, Quantiles.Median([.. ratios]), interval, ratios.Count);
        }
    }

    private static string Reason(LatencyOutcome outcome, SpeedRatio ratio, double margin, LatencyRule rule) => outcome switch
    {
        LatencyOutcome.Slower => $"slower by {Percent(ratio.Median)}, more than the margin of {Percent(1 + margin)}",
        LatencyOutcome.Faster => $"faster: {Percent(ratio.Median)}",
        LatencyOutcome.Same => $"{Percent(ratio.Median)}, within the margin of {Percent(1 + margin)} or not surely beyond it",
        LatencyOutcome.Noisy when ratio.Pairs < rule.FewestBlocks => $"the time was up after {ratio.Pairs} of at least {rule.FewestBlocks} blocks: a larger --budget",
        LatencyOutcome.Noisy => $"between {Percent(ratio.Interval.Low)} and {Percent(ratio.Interval.High)}: too restless a machine to say",
        _ => "one of the programs could not be timed to the end",
    };

    private static string Percent(double ratio) => (100 * (ratio - 1)).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " %";
}
