using System.Diagnostics;

namespace SbertRepro.Encoders.Training;

/// <summary>Counts what a run has done since its last report; the clock stands still outside of steps.</summary>
internal sealed class TrainingPace(BertConfig config, int steps)
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
        var report = new FineTuningProgress(
            step, stepsOfRun, history.Losses.TakeLast(Math.Min(counted, steps)).Average(point => point.Loss), rate, gradientNorm, rows / seconds, tokens / seconds, operations / seconds,
            TimeSpan.FromSeconds((stepsOfRun - step) * seconds / counted), seconds, history.Development.Count == 0 ? null : history.Development[^1].Score);
        clock.Reset();
        (rows, tokens, operations, counted) = (0, 0, 0, 0);
        return report;
    }
}
