using System.Diagnostics;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Benchmarks;

/// <summary>A busy loop of a millisecond whose candidate does so much more of the same work: the machine's noise is real, the effect is known.</summary>
/// <param name="slowdown">0.05 for 5 %.</param>
internal sealed class PlantedSlowdown(double slowdown)
{
    private const int Steps = 400_000;
    private const int Passes = 3; // a timing is the best of three, as a warmed-up program reports the typical pass of several

    private ulong _sink;

    public LatencyFinding Judge() => LatencyGate.Judge("busy loop", Seconds);

    private double Seconds(Side side) => Enumerable.Range(0, Passes).Min(_ => Once(side == Side.Candidate ? (int)(Steps * (1 + slowdown)) : Steps));

    private double Once(int steps)
    {
        var random = new SplitMix64(1);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < steps; i++) _sink ^= random.Next();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
