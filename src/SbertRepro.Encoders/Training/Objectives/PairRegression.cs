using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training.Objectives;

/// <summary>How far sigmoid(w h + b) is from the target.</summary>
public enum PairLoss
{
    /// <summary>-(y log s + (1 - y) log(1 - s)): what sentence-transformers trains cross-encoders with.</summary>
    BinaryCrossEntropy,

    /// <summary>(s - y)^2.</summary>
    SquaredError,
}

/// <summary>s = sigmoid(w h + b) against y in 0 ... 1; h is the pooler's state of a pair that BERT reads jointly. The paper says "a simple regression", no more.</summary>
public sealed record PairRegression(PairLoss PairLoss = PairLoss.BinaryCrossEntropy) : IObjective
{
    public int VectorsPerRow => 1;

    public int Outputs => 1;

    public Tensor Loss(IReadOnlyList<Tensor> vectors, Tensor targets, Linear? head)
    {
        var logits = head.Logits(vectors[0]).squeeze(1);
        return PairLoss == PairLoss.BinaryCrossEntropy
            ? nn.functional.binary_cross_entropy_with_logits(logits, targets)
            : nn.functional.mse_loss(logits.sigmoid(), targets);
    }
}
