using System.Globalization;
using SbertRepro.Encoders.Training;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Training;

/// <summary>Adds up what a training run did, and passes on how far it is.</summary>
/// <param name="progress">Gets a line at every report of the run.</param>
/// <param name="productRate">Operations per second of matrix products alone, at the moment.</param>
internal sealed class TrainingTally(IProgress<WorkProgress>? progress, Func<double> productRate) : IProgress<FineTuningProgress>
{
    /// <summary>Points of a stored loss curve: more than a screen can show would only make the files long.</summary>
    private const int CurvePoints = 200;

    private double _possible; // operations of products alone in the same seconds

    public long Examples { get; private set; }

    public long Tokens { get; private set; }

    public double Operations { get; private set; }

    /// <summary>Of the steps alone; those before an interruption are not counted.</summary>
    public double Seconds { get; private set; }

    /// <summary>Of the operations that matrix products alone would have done in the same seconds; null before the first report.</summary>
    public double? ShareOfProducts => _possible > 0 ? Operations / _possible : null;

    public void Report(FineTuningProgress value)
    {
        var rate = productRate();
        _possible += rate * value.Seconds;
        Seconds += value.Seconds;
        Examples += (long)Math.Round(value.RowsPerSecond * value.Seconds);
        Tokens += (long)Math.Round(value.TokensPerSecond * value.Seconds);
        Operations += value.OperationsPerSecond * value.Seconds;
        progress?.Report(new WorkProgress(value.Step, value.Steps, Line(value, value.OperationsPerSecond / rate)));
    }

    /// <summary>The mean loss of equal stretches of the run.</summary>
    public static IReadOnlyList<TrainingPoint> Thinned(IReadOnlyList<LossPoint> losses) =>
        [.. losses.Chunk(Math.Max(1, (losses.Count + CurvePoints - 1) / CurvePoints)).Select(stretch => new TrainingPoint(stretch[^1].Step, Math.Round(stretch.Average(point => point.Loss), 5)))];

    private static string Line(FineTuningProgress value, double share) => string.Create(CultureInfo.InvariantCulture,
        $"step {value.Step:N0}/{value.Steps:N0}, loss {value.Loss:F4}, rate {value.LearningRate:E1}, {value.RowsPerSecond:N0} rows/s, {value.TokensPerSecond:N0} tokens/s, "
            + $"{value.OperationsPerSecond / 1e9:N0} GFLOP/s ({100 * share:N0} % of matrix products), {value.Remaining:hh\\:mm\\:ss} left");
}
