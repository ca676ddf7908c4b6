using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Evaluation.Metrics;
using static TorchSharp.torch;

namespace SbertRepro.Benchmarks;

/// <summary>What a step is made of.</summary>
internal readonly record struct TrainingWork(int Pairs, long Tokens, double Operations);

/// <summary>One way to take a training step, and what its steps took.</summary>
internal sealed class TrainingContestant(string name, Action<long, int[]> step, MatrixProductRate rate)
{
    private readonly List<(TrainingWork Work, double Seconds, double ProductRate)> _timings = [];

    public string Name => name;

    public IReadOnlyList<double> Seconds => [.. _timings.Select(timing => timing.Seconds)];

    public void Run(long number, int[] batch, TrainingWork work, bool counts)
    {
        var threads = get_num_threads();
        var start = Stopwatch.GetTimestamp();
        step(number, batch);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        set_num_threads(threads); // replicas leave the thread that called them with one
        var (operations, productSeconds) = rate.Probe();
        if (counts) _timings.Add((work, seconds, operations / productSeconds));
    }

    public string Line()
    {
        var seconds = _timings.Sum(timing => timing.Seconds);
        var (pairs, tokens, operations) = (_timings.Sum(timing => timing.Work.Pairs), _timings.Sum(timing => timing.Work.Tokens), _timings.Sum(timing => timing.Work.Operations));
        var products = Quantiles.Median([.. _timings.Select(timing => timing.ProductRate)]);
        var milliseconds = 1000 * Quantiles.Median([.. Seconds]);
        var pace = string.Create(CultureInfo.InvariantCulture, $"{milliseconds,7:F1} ms a step {pairs / seconds,7:F0} pairs/s {tokens / seconds,8:F0} tokens/s");
        var share = 100 * operations / seconds / products;
        return string.Create(CultureInfo.InvariantCulture,
            $"{name,-48} {pace} {operations / seconds / 1e9,6:F0} GFLOP/s {share,5:F1} % of the matrix product rate ({products / 1e9:F0} GFLOP/s)");
    }
}
