using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training.Objectives;

/// <summary>
/// o = softmax(W [u; v; |u - v|] + b), cross-entropy with the class (paper section 3, "classification objective function"; W is trained and then thrown away).
/// </summary>
/// <param name="Concatenation">What W sees.</param>
/// <param name="Classes">Rows of W; 3 for NLI.</param>
public sealed record SoftmaxClassification(Concatenation Concatenation = Concatenation.BothAndDifference, int Classes = 3) : IObjective
{
    public int VectorsPerRow => 2;

    public int Outputs => Classes;

    public int Inputs(int width) => Concatenation.Parts() * width;

    public Tensor Loss(IReadOnlyList<Tensor> vectors, Tensor targets, Linear? head) =>
        nn.functional.cross_entropy(head.Logits(Concatenation.Apply(vectors[0], vectors[1])), targets.to(ScalarType.Int64));
}
