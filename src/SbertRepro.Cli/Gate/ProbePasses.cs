using System.Diagnostics;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Tasks;
using TorchSharp;

namespace SbertRepro.Cli.Gate;

/// <summary>Passes of one encoder over the timed probe sentences: how long each takes, and what it costs.</summary>
/// <param name="encoder">Whose passes.</param>
/// <param name="planted">A slowdown by a busy loop, as a fraction of each pass; 0 but for the proof of the gate.</param>
internal sealed class ProbePasses(ISentenceEncoder encoder, double planted)
{
    // Until the just-in-time compiler has seen the loop, and the memory pools are filled.
    private const int FewestWarmUps = 2;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(300);

    /// <summary>Of the pass that allocated least: a thread of the runtime may add to any other.</summary>
    public long AllocatedBytes { get; private set; } = long.MaxValue;

    /// <summary>Of the last pass.</summary>
    public long OperatorCalls { get; private set; }

    public void WarmUp(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        for (var pass = 0; pass < FewestWarmUps || clock.Elapsed < WarmUpTime; pass++) Run(cancellation);
    }

    /// <summary>One pass; returns seconds.</summary>
    public double Run(CancellationToken cancellation)
    {
        var (bytes, tensors) = (GC.GetTotalAllocatedBytes(precise: true), Tensors());
        var start = Stopwatch.GetTimestamp();
        encoder.Encode(ProbeSentences.Timed, cancellation: cancellation);
        if (planted > 0) Spin(Stopwatch.GetElapsedTime(start) * planted);
        var elapsed = Stopwatch.GetElapsedTime(start);
        OperatorCalls = Tensors() - tensors;
        AllocatedBytes = Math.Min(AllocatedBytes, GC.GetTotalAllocatedBytes(precise: true) - bytes);
        return elapsed.TotalSeconds;
    }

    // TorchSharp counts for each thread the tensors that libtorch hands over; encoders call torch from the thread that calls them.
    private static long Tensors() => DisposeScopeManager.Statistics.CreatedInScopeCount + DisposeScopeManager.Statistics.CreatedOutsideScopeCount;

    private static void Spin(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time) Thread.SpinWait(20);
    }
}
