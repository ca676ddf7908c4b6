using SbertRepro.Evaluation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>What follows the linear layer; named as torch names it.</summary>
public enum Activation { Identity, Tanh, ReLU, GELU }

/// <summary>A linear layer behind the pooling, as <c>2_Dense</c> of a sentence-transformers folder describes it; float32.</summary>
public sealed class DenseLayer : IDisposable
{
    private DenseLayer(Linear linear, Activation activation) => (Linear, Activation) = (linear, activation);

    internal Linear Linear { get; }

    internal Activation Activation { get; }

    public int OutputSize => (int)Linear.weight!.shape[0];

    public static DenseLayer Load(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        var config = SentenceTransformerFolder.Json(path);
        var (inputs, outputs) = (config.GetProperty("in_features").GetInt32(), config.GetProperty("out_features").GetInt32());
        var bias = !config.TryGetProperty("bias", out var flag) || flag.GetBoolean();
        var name = config.TryGetProperty("activation_function", out var function) ? function.GetString()!.Split('.')[^1] : "Tanh";
        if (!Enum.TryParse<Activation>(name, out var activation)) throw new ActionableException($"activation {name} is not implemented", path, "Identity, Tanh, ReLU or GELU");
        var linear = nn.Linear(inputs, outputs, bias);
        using var weights = Safetensors.Open(Path.Combine(folder, BertCheckpoint.WeightsFile));
        BertCheckpoint.Fill(linear.weight!, weights, "linear.weight");
        if (bias) BertCheckpoint.Fill(linear.bias!, weights, "linear.bias");
        linear.eval();
        return new DenseLayer(linear, activation);
    }

    /// <summary>(B, in) -> (B, out), on the device of the input.</summary>
    public Tensor Apply(Tensor pooled)
    {
        Linear.to(pooled.device);
        var states = Linear.forward(pooled);
        return Activation switch
        {
            Activation.Tanh => states.tanh(),
            Activation.ReLU => states.relu(),
            Activation.GELU => nn.functional.gelu(states),
            _ => states,
        };
    }

    public void Dispose() => Linear.Dispose();
}
