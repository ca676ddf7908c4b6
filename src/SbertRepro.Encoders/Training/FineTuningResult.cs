namespace SbertRepro.Encoders.Training;

/// <summary>Loss and learning rate of one step.</summary>
/// <param name="Step">Steps taken, this one included.</param>
/// <param name="Loss">Mean over the rows of the step.</param>
/// <param name="LearningRate">With which the step was made.</param>
public readonly record struct LossPoint(long Step, double Loss, double LearningRate);

/// <summary>A measurement on development data; higher is better.</summary>
public readonly record struct DevelopmentPoint(long Step, double Score);

/// <summary>What a run yielded, besides weights.</summary>
/// <param name="Steps">Taken.</param>
/// <param name="Losses">Of every step: the loss curve.</param>
/// <param name="Development">In the order of the steps; empty where nothing was measured.</param>
/// <param name="Chosen">The step whose weights were chosen.</param>
public sealed record FineTuningResult(long Steps, IReadOnlyList<LossPoint> Losses, IReadOnlyList<DevelopmentPoint> Development, long Chosen)
{
    /// <summary>The development score of the chosen weights, or null.</summary>
    public double? Score => Development.Where(point => point.Step == Chosen).Select(point => (double?)point.Score).FirstOrDefault();
}

/// <summary>What a run prints.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Steps">Of the whole run.</param>
/// <param name="Loss">Mean over the steps since the last report.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="GradientNorm">Before clipping, of the last step.</param>
/// <param name="RowsPerSecond">Pairs, or triplets.</param>
/// <param name="TokensPerSecond">Padding not counted.</param>
/// <param name="OperationsPerSecond">Floating point operations of forward and backward pass, padding not counted.</param>
/// <param name="Remaining">At that speed, measurements on development data not included.</param>
/// <param name="Seconds">Since the last report, steps alone.</param>
/// <param name="DevelopmentScore">The last one, or null.</param>
public sealed record FineTuningProgress(
    long Step, long Steps, double Loss, double LearningRate, double GradientNorm, double RowsPerSecond, double TokensPerSecond, double OperationsPerSecond, TimeSpan Remaining, double Seconds, double? DevelopmentScore);
