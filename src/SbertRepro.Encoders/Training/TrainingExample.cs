using SbertRepro.Evaluation.Datasets;

namespace SbertRepro.Encoders.Training;

/// <summary>One row of training data as text.</summary>
/// <param name="Sentences">A pair, or a triplet of anchor, positive and negative.</param>
/// <param name="Target">A similarity of 0 ... 1, or a class; 0 where the objective has no use for it.</param>
public readonly record struct TrainingExample(IReadOnlyList<string> Sentences, float Target)
{
    /// <summary>The class is the label's number.</summary>
    public static TrainingExample Of(NliPair pair) => new([pair.Premise, pair.Hypothesis], (float)pair.Label);

    /// <summary>The similarity is the human score over 5, the top of the STS benchmark's scale.</summary>
    public static TrainingExample Of(ScoredPair pair) => new([pair.First, pair.Second], (float)(pair.Gold / 5));

    /// <summary>Anchor, positive, negative.</summary>
    public static TrainingExample Triplet(string anchor, string positive, string negative) => new([anchor, positive, negative], 0);
}
