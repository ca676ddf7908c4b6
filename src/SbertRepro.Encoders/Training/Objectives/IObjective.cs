using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training.Objectives;

/// <summary>
/// What training minimises: a function of the vectors of a whole step. Shapes: B rows of the step, H width of a vector. An objective sees all rows of the step
/// at once, however they were batched, so in-batch negatives and means do not depend on replicas or micro-batches.
/// </summary>
public interface IObjective
{
    /// <summary>Vectors per row: 1 for a pair that is read jointly, 2 for a pair of sentences, 3 for a triplet.</summary>
    int VectorsPerRow { get; }

    /// <summary>Outputs of the linear layer that is trained along, 0 where there is none.</summary>
    int Outputs { get; }

    /// <summary>Inputs of that layer, for vectors of width H.</summary>
    int Inputs(int width) => width;

    /// <summary>Mean over the rows, a float32 scalar.</summary>
    /// <param name="vectors"><see cref="VectorsPerRow"/> tensors (B, H), float32.</param>
    /// <param name="targets">(B) float32: a similarity of 0 ... 1, or a class.</param>
    /// <param name="head">The linear layer; null where there are no <see cref="Outputs"/>.</param>
    Tensor Loss(IReadOnlyList<Tensor> vectors, Tensor targets, Linear? head);
}

internal static class Heads
{
    /// <summary>W x + b in float32, whatever type the layer has: (B, in) to (B, out).</summary>
    public static Tensor Logits(this Linear? head, Tensor features) =>
        head is null ? throw new ArgumentNullException(nameof(head)) : nn.functional.linear(features, head.weight!.to(ScalarType.Float32), head.bias!.to(ScalarType.Float32));
}
