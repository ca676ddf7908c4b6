using System.Globalization;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Cli.Gate;

/// <summary>The latency gate over two programs: a block is a fresh process of each, warmed up, which then take turns A B B A.</summary>
/// <param name="candidate">The program under test.</param>
/// <param name="baseline">The program it is compared with.</param>
/// <param name="threads">
/// One by default: two programs of many threads on a busy machine wait for each other's threads (measured: 0.3 to 1.9 s a pass with two threads beside a training,
/// 0.08 s with one), and more work shows on one thread too.
/// </param>
internal sealed class LatencyCheck(OtherProgram candidate, OtherProgram baseline, string threads = LatencyCheck.DefaultThreads)
{
    public const string DefaultThreads = "1";

    private const int RoundsOfABlock = 5;
    private const double SecondsOfATurn = 0.05; // long against the clock and the pipe
    private const int FewestPasses = 3;         // a turn is the fastest of as many: noise only ever adds

    private int _blocks;

    /// <summary>A slowdown of the candidate, for the proof of the gate.</summary>
    public double Planted { get; init; }

    /// <summary>Told after every block: how many there are, and the ratio of the last.</summary>
    public Action<int, double> Progress { get; init; } = (_, _) => { };

    public static string CellOf(string system, string threads) => $"encode {system}" + (threads == DefaultThreads ? "" : $", {threads} threads");

    /// <param name="cell">As in <see cref="CellOf"/>.</param>
    /// <param name="system">As one types it after --system.</param>
    /// <param name="noise">The cell's own, from its history.</param>
    /// <param name="timeIsUp">Asked between blocks.</param>
    /// <param name="cancellation">Ends the processes too.</param>
    public (LatencyFinding Latency, CounterFinding Counters) Judge(string cell, string system, double noise, Func<bool> timeIsUp, CancellationToken cancellation)
    {
        IReadOnlyList<string> rises = [];
        var (counted, why) = (false, "");
        var finding = LatencyGate.Judge(cell, Block, noise, LatencyRule.Processes, timeIsUp, cancellation);
        return (why.Length == 0 ? finding : finding with { Reason = why }, new(cell, rises));

        double Block()
        {
            // Whoever starts second finds the file cache warm: they take turns in this too.
            var swapped = _blocks++ % 2 == 1;
            using var one = Start(swapped ? Side.Candidate : Side.Baseline, system, cancellation);
            using var two = Start(swapped ? Side.Baseline : Side.Candidate, system, cancellation);
            var (before, now) = swapped ? (two, one) : (one, two);
            if (before is null || now is null || before.Ready.Probe != now.Ready.Probe)
            {
                why = $"the {(now is null ? "candidate" : "baseline")}'s program cannot time this system in turns, or has other probe sentences";
                return double.NaN;
            }
            var found = now.Ready.Counters.RisesSince(before.Ready.Counters);
            if (!counted || found.Count < rises.Count) rises = found; // what is not there in every block was a thread of the runtime
            counted = true;
            var ratio = Ratio(before, now);
            cancellation.ThrowIfCancellationRequested();
            Progress(_blocks, ratio);
            return ratio;
        }
    }

    private TimedProcess? Start(Side side, string system, CancellationToken cancellation) =>
        side == Side.Candidate ? candidate.Start(system, threads, Planted, cancellation) : baseline.Start(system, threads, 0, cancellation);

    private static double Ratio(TimedProcess before, TimedProcess now)
    {
        var passes = Math.Clamp((int)Math.Ceiling(SecondsOfATurn / Math.Max(before.Ready.Undisturbed, now.Ready.Undisturbed)), FewestPasses, 1000);
        return Quantiles.Median([.. Enumerable.Range(0, RoundsOfABlock).Select(_ => LatencyGate.Ratio(side => (side == Side.Candidate ? now : before).Turn(passes)))]);
    }

    /// <summary>"+1.2 %" of a ratio, for progress.</summary>
    public static string Percent(double ratio) => (100 * (ratio - 1)).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " %";
}
