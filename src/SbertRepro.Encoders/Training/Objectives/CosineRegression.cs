using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training.Objectives;

/// <summary>mean (cos(u, v) - y)^2 with y in 0 ... 1 (paper section 3, "regression objective function").</summary>
public sealed record CosineRegression : IObjective
{
    public int VectorsPerRow => 2;

    public int Outputs => 0;

    public Tensor Loss(IReadOnlyList<Tensor> vectors, Tensor targets, Linear? head) =>
        nn.functional.mse_loss(nn.functional.cosine_similarity(vectors[0], vectors[1], 1), targets);
}
