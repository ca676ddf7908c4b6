namespace SbertRepro.Experiments.Training;

/// <summary>How a network of one kind is trained at a scale. The defaults are the paper's (section 3.1), for BERT-base; smaller models want others, chosen on development data (reports/LOG.md).</summary>
public sealed record HyperParameters
{
    /// <inheritdoc cref="TrainingStage.LearningRate"/>
    public double LearningRate { get; init; } = 2e-5;

    /// <inheritdoc cref="TrainingStage.BatchSize"/>
    public int BatchSize { get; init; } = 16;

    /// <inheritdoc cref="TrainingStage.Dropout"/>
    public double? Dropout { get; init; }

    /// <inheritdoc cref="TrainingStage.BiasCorrection"/>
    public bool BiasCorrection { get; init; }
}
