using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Tasks;

/// <summary>What a system yields on a dataset.</summary>
/// <param name="Scores">All metrics and aggregations, see <see cref="Score"/>.</param>
/// <param name="Predictions">One per item in file order, subsets one after another: the cosine (or the scorer's score) of a pair, the predicted class of a sentence. The scores follow from exactly these.</param>
public sealed record TaskResult(IReadOnlyList<Score> Scores, float[] Predictions)
{
    /// <summary>What a reader must know beside the number.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
