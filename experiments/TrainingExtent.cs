namespace SbertRepro.Experiments;

/// <summary>How much of what has to be trained first a run trains. What is named, and what belongs to the sample, is trained anyway.</summary>
public enum TrainingExtent
{
    Nothing,

    /// <summary>The systems in the table of the brief (<see cref="Card.TrainedAt"/>).</summary>
    Brief,

    Everything,
}
