using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>Which weights a run is for.</summary>
public enum ChosenWeights
{
    /// <summary>Those with the best score on development data, as the code of the paper chose; the last ones where nothing was measured.</summary>
    Best,

    /// <summary>Those of the last step.</summary>
    Last,
}

/// <summary>
/// How a network is fine-tuned. The defaults are the paper's recipe for NLI (section 3.1 and the released code of 2019); for STS-B set <see cref="Epochs"/> to 4.
/// </summary>
public sealed record FineTuningOptions
{
    /// <summary>Paper section 3.1: 1 on NLI; section 4.2: 4 on STS-B.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Rows per step (paper section 3.1).</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>At the end of the warm-up (paper section 3.1).</summary>
    public double LearningRate { get; init; } = 2e-5;

    /// <summary>Share of the steps over which the rate rises (paper section 3.1: 10 %); afterwards it falls linearly to 0.</summary>
    public double WarmupShare { get; init; } = 0.1;

    /// <summary>The released code's: no bias correction, decoupled decay 0.01, epsilon 1e-6, clipping at 1. <c>new AdamWOptions()</c> is the standard one.</summary>
    public AdamWOptions Optimiser { get; init; } = new() { BiasCorrection = false };

    /// <summary>How token states become a sentence vector; without meaning for a cross-encoder.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>[CLS] and [SEP] included. The released code cut sentences at 128 word pieces. Never more than the model has positions.</summary>
    public int MaxTokens { get; init; } = 130;

    /// <summary>Of hidden states and attention weights; null takes what config.json says.</summary>
    public double? Dropout { get; init; }

    /// <summary>Of activations and gradients; weights and moments are float32 always.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Copies that share the work of a step, one thread each (see <see cref="Replicas{TModule}"/>). Part of the run's identity: it decides rounding and dropout.</summary>
    public int Replicas { get; init; } = 2;

    /// <summary>Token positions whose activations are in memory at once. A step with more of them is computed twice, in parts, for the same gradient.</summary>
    public int TokenBudget { get; init; } = 4096;

    /// <summary>Of new layers, the order of the rows and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Steps between two measurements on development data (the released code's 1,000); every epoch ends with one.</summary>
    public int EvaluateEvery { get; init; } = 1000;

    /// <summary>Steps between two checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 1000;

    /// <summary>Which weights go into the output folder.</summary>
    public ChosenWeights Choice { get; init; } = ChosenWeights.Best;

    [JsonIgnore]
    public Device Device { get; init; } = CPU;

    [JsonIgnore]
    internal ScalarType ScalarType => Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;

    [JsonIgnore]
    internal ComputeOptions Compute => new() { Device = Device, Precision = Precision };

    /// <summary>Warm-up from 0 and linear decay to 0 over so many steps.</summary>
    internal LearningRateSchedule Schedule(long steps) => new(LearningRate, steps, (long)Math.Ceiling(WarmupShare * steps)) { FromZero = true };

    /// <summary>All that decides the weights, given data, objective and start: as text.</summary>
    internal string Identity => JsonSerializer.Serialize(this with { CheckpointEvery = 0, Choice = ChosenWeights.Best }) + Device.type;
}
