using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training.Objectives;

/// <summary>
/// -mean_i log( exp(s cos(a_i, p_i)) / sum_j exp(s cos(a_i, c_j)) ): the row's positive against all positives of the step, and all hard negatives where rows
/// have one (Henderson et al. 2017; scale as in sentence-transformers). Beyond the paper: what one would train with today. Targets are not used.
/// </summary>
/// <param name="Scale">s.</param>
/// <param name="HardNegatives">Rows are anchor, positive, hard negative instead of anchor, positive.</param>
public sealed record MultipleNegativesRanking(double Scale = 20, bool HardNegatives = false) : IObjective
{
    public int VectorsPerRow => HardNegatives ? 3 : 2;

    public int Outputs => 0;

    public Tensor Loss(IReadOnlyList<Tensor> vectors, Tensor targets, Linear? head)
    {
        var anchors = nn.functional.normalize(vectors[0], p: 2, dim: 1);
        var candidates = nn.functional.normalize(cat([.. vectors.Skip(1)], 0), p: 2, dim: 1);
        var scores = anchors.matmul(candidates.t()) * Scale;                                    // (B, B) or (B, 2 B)
        return nn.functional.cross_entropy(scores, arange(scores.shape[0], ScalarType.Int64, scores.device));
    }
}
