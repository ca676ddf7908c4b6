using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training.Objectives;

/// <summary>softmax(W h + b), cross-entropy with the class; h is the pooler's state of a pair that BERT reads jointly. First stage of "BERT-NLI-STSb" (paper table 2).</summary>
public sealed record PairClassification(int Classes = 3) : IObjective
{
    public int VectorsPerRow => 1;

    public int Outputs => Classes;

    public Tensor Loss(IReadOnlyList<Tensor> vectors, Tensor targets, Linear? head) =>
        nn.functional.cross_entropy(head.Logits(vectors[0]), targets.to(ScalarType.Int64));
}
