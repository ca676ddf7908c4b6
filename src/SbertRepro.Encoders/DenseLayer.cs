using SbertRepro.Evaluation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>A linear layer behind the pooling, as <c>2_Dense</c> of a sentence-transformers folder describes it; float32.</summary>
public sealed class DenseLayer : IDisposable
{
    private readonly Linear linear;
    private readonly Func<Tensor, Tensor> activation;

    private DenseLayer(Linear linear, int outputSize, Func<Tensor, Tensor> activation) =>
        (this.linear, OutputSize, this.activation) = (linear, outputSize, activation);

    public int OutputSize { get; }

    public static DenseLayer Load(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        var config = SentenceTransformerFolder.Json(path);
        var (inputs, outputs) = (config.GetProperty("in_features").GetInt32(), config.GetProperty("out_features").GetInt32());
        var bias = !config.TryGetProperty("bias", out var flag) || flag.GetBoolean();
        var name = config.TryGetProperty("activation_function", out var function) ? function.GetString()!.Split('.')[^1] : "Tanh";
        Func<Tensor, Tensor> activation = name switch
        {
            "Identity" => states => states,
            "Tanh" => states => states.tanh(),
            "ReLU" => states => states.relu(),
            "GELU" => states => nn.functional.gelu(states),
            _ => throw new ActionableException($"activation {name} is not implemented", path, "Identity, Tanh, ReLU or GELU"),
        };
        var linear = nn.Linear(inputs, outputs, bias);
        using var weights = Safetensors.Open(Path.Combine(folder, BertCheckpoint.WeightsFile));
        BertCheckpoint.Fill(linear.weight!, weights, "linear.weight");
        if (bias) BertCheckpoint.Fill(linear.bias!, weights, "linear.bias");
        linear.eval();
        return new DenseLayer(linear, outputs, activation);
    }

    /// <summary>(B, in) -> (B, out), on the device of the input.</summary>
    public Tensor Apply(Tensor pooled)
    {
        linear.to(pooled.device);
        return activation(linear.forward(pooled));
    }

    public void Dispose() => linear.Dispose();
}
