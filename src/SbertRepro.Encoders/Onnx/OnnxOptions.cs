using Microsoft.ML.OnnxRuntime;

namespace SbertRepro.Encoders.Onnx;

/// <summary>Where and how ONNX Runtime computes.</summary>
public sealed record OnnxOptions
{
    /// <summary>The model inside its folder, e.g. "onnx/model_quantized.onnx"; null takes model.onnx, else onnx/model.onnx.</summary>
    public string? File { get; init; }

    /// <summary>Threads of one operator; the default counts the cores this process may use.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Runs on the first CUDA device; needs a build with -p:Accelerator=cuda.</summary>
    public bool Cuda { get; init; }

    public GraphOptimizationLevel Optimization { get; init; } = GraphOptimizationLevel.ORT_ENABLE_ALL;

    /// <summary>Token positions per batch (see <see cref="LengthBatching"/>).</summary>
    public int TokenBudget { get; init; } = LengthBatching.DefaultTokenBudget;
}
