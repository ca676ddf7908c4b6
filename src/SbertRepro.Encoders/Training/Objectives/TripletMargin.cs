using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training.Objectives;

/// <summary>mean max(|a - p| - |a - n| + margin, 0), Euclidean (paper section 3, "triplet objective function", margin 1). Rows: anchor, positive, negative.</summary>
public sealed record TripletMargin(double Margin = 1) : IObjective
{
    public int VectorsPerRow => 3;

    public int Outputs => 0;

    public Tensor Loss(IReadOnlyList<Tensor> vectors, Tensor targets, Linear? head) =>
        (Distance(vectors[0], vectors[1]) - Distance(vectors[0], vectors[2]) + Margin).relu().mean();

    private static Tensor Distance(Tensor a, Tensor b) => (a - b).norm(dim: 1, p: 2);           // (B)
}
