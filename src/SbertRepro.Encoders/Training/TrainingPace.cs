using System.Diagnostics;

namespace SbertRepro.Encoders.Training;

/// <summary>Counts what a run has done since its last report; the clock stands still outside of steps.</summary>
internal sealed class TrainingPace(BertConfig config)
{
    private const double ForwardAndBackward = 3; // the backward pass multiplies twice, for inputs and for weights

    private readonly Stopwatch clock = new();
    private long rows;
    private long tokens;
    private double operations;
    private double gradientNorm;
    private int counted;

    public void Measure(Action step)
    {
        clock.Start();
        step();
        clock.Stop();
    }

    public void Count(IEnumerable<PairTokens> inputs, int rowsOfStep, double norm)
    {
        foreach (var input in inputs)
        {
            tokens += input.Ids.Length;
            operations += ForwardAndBackward * BertArithmetic.Operations(config, input.Ids.Length);
        }

        rows += rowsOfStep;
        gradientNorm = norm;
        counted++;
    }

    /// <summary>And starts anew.</summary>
    public FineTuningProgress Report(TrainingHistory history, long stepsOfRun)
    {
        var seconds = clock.Elapsed.TotalSeconds;
        var (step, _, rate) = history.Losses[^1];
        var loss = history.Losses.TakeLast(counted).Average(point => point.Loss);
        var remaining = TimeSpan.FromSeconds((stepsOfRun - step) * seconds / counted);
        double? development = history.Development.Count == 0 ? null : history.Development[^1].Score;
        var report = new FineTuningProgress(
            step, stepsOfRun, loss, rate, gradientNorm, rows / seconds, tokens / seconds, operations / seconds, remaining, seconds, development);
        clock.Reset();
        (rows, tokens, operations, counted) = (0, 0, 0, 0);
        return report;
    }
}
