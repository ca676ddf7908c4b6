using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>Adam with decoupled weight decay. The defaults are those of BERT's fine-tuning.</summary>
public sealed record AdamWOptions
{
    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-6;

    /// <summary>Multiplied by the learning rate, subtracted from weights but not from biases and LayerNorm gains.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>False is the optimiser of BERT's release and of the 2019 code of the paper: moments start at zero and are not corrected for it.</summary>
    public bool BiasCorrection { get; init; } = true;

    /// <summary>Gradients of a larger global 2-norm are scaled down to it.</summary>
    public double MaxGradientNorm { get; init; } = 1;
}

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, algorithm 2) over one flat buffer: on an accelerator a dozen tensor calls, whatever the number of parameters, on a CPU one pass.
/// Weights and moments are float32; where the model computes in bfloat16, the weights are kept apart and cast into it after every step.
/// </summary>
public sealed class AdamW : IDisposable
{
    private const long ChunkElements = 1 << 16;

    private readonly FlatParameters parameters;
    private readonly IReadOnlyList<FlatParameters> replicas;
    private readonly AdamWOptions options;
    private readonly Tensor decayMask;
    private readonly Tensor gradient;

    // TorchSharp makes a scalar for every sum and passes its bare address: where another thread allocates, the garbage collector may free it while libtorch reads it.
    private readonly TorchSharp.Scalar one = 1;

    /// <param name="parameters">What is trained.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="replicas">Share the values of <paramref name="parameters"/>; their gradients are added to its own, in this order.</param>
    public AdamW(FlatParameters parameters, AdamWOptions? options = null, IReadOnlyList<FlatParameters>? replicas = null)
    {
        (this.parameters, this.options, this.replicas) = (parameters, options ?? new(), replicas ?? []);
        Weights = IsMaster ? parameters.Values : parameters.Values.to(ScalarType.Float32).DetachFromDisposeScope();
        gradient = IsMaster ? parameters.Gradients : zeros_like(Weights).DetachFromDisposeScope();
        FirstMoment = zeros_like(Weights).DetachFromDisposeScope();
        SecondMoment = zeros_like(Weights).DetachFromDisposeScope();
        decayMask = parameters.DecayMask().DetachFromDisposeScope();
    }

    /// <summary>Steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>(N) float32.</summary>
    public Tensor Weights { get; }

    /// <summary>(N) float32, running mean of the gradient.</summary>
    public Tensor FirstMoment { get; }

    /// <summary>(N) float32, running mean of the squared gradient.</summary>
    public Tensor SecondMoment { get; }

    private bool IsOnCpu => Weights.device_type == TorchSharp.DeviceType.CPU;

    private bool IsMaster => parameters.Values.dtype == ScalarType.Float32;

    /// <summary>Applies the accumulated gradients and zeroes them.</summary>
    /// <returns>The global gradient norm before clipping.</returns>
    public double Step(double learningRate)
    {
        Steps++;
        InChunks(GatherGradients);
        var norm = GradientNorm();
        InChunks(chunk => Update(chunk, learningRate, norm > options.MaxGradientNorm ? options.MaxGradientNorm / norm : 1));
        return norm;
    }

    /// <summary>Continues from saved state: flat weights and moments of N elements each, and the steps they have seen.</summary>
    public void Restore(float[] weights, float[] firstMoment, float[] secondMoment, long steps)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        SetWeights(weights);
        FirstMoment.copy_(tensor(firstMoment));
        SecondMoment.copy_(tensor(secondMoment));
        Steps = steps;
    }

    /// <summary>Replaces the N weights, in float32 whatever the model computes in.</summary>
    public void SetWeights(float[] weights)
    {
        using var noGrad = no_grad();
        using var values = tensor(weights);
        Weights.copy_(values);
        PublishWeights();
    }

    public void Dispose()
    {
        if (!IsMaster) Weights.Dispose();
        if (!IsMaster) gradient.Dispose();
        FirstMoment.Dispose();
        SecondMoment.Dispose();
        decayMask.Dispose();
        one.Dispose();
    }

    private double GradientNorm()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return gradient.norm().item<float>();
    }

    private void GatherGradients((long Start, long Count) chunk)
    {
        var sum = Part(gradient);
        if (!IsMaster) sum.copy_(Part(parameters.Gradients));
        foreach (var replica in replicas) sum.add_(Part(replica.Gradients), one);

        Tensor Part(Tensor flat) => flat.narrow(0, chunk.Start, chunk.Count);
    }

    private void Update((long Start, long Count) chunk, double learningRate, double scale)
    {
        var (weights, first, second, slope) = (Part(Weights), Part(FirstMoment), Part(SecondMoment), Part(gradient));
        if (IsOnCpu) new AdamWPass(options, learningRate, scale, Correction(options.Beta1), Correction(options.Beta2)).Run(weights, first, second, slope, Part(decayMask));
        else UpdateByTensors(weights, first, second, slope, Part(decayMask), learningRate, scale);
        foreach (var copy in replicas.Prepend(parameters)) Part(copy.Gradients).zero_();
        if (!IsMaster) Part(parameters.Values).copy_(weights);

        Tensor Part(Tensor flat) => flat.narrow(0, chunk.Start, chunk.Count);
    }

    private void UpdateByTensors(Tensor weights, Tensor first, Tensor second, Tensor slope, Tensor decays, double learningRate, double scale)
    {
        if (scale != 1) slope.mul_(scale);
        first.mul_(options.Beta1).add_(slope, 1 - options.Beta1);
        second.mul_(options.Beta2).addcmul_(slope, slope, 1 - options.Beta2);
        weights.addcmul_(weights, decays, -learningRate * options.WeightDecay);
        weights.addcdiv_(first, second.div(Correction(options.Beta2)).sqrt_().add_(options.Epsilon), -learningRate / Correction(options.Beta1));
    }

    /// <summary>
    /// Every element is computed alone, so the cut decides nothing but speed: a chunk of all buffers stays in a core's cache from the first operation to the last.
    /// </summary>
    private void InChunks(Action<(long Start, long Count)> work)
    {
        var count = Weights.shape[0];
        var size = IsOnCpu ? ChunkElements : count;
        Parallel.For(0, (int)((count + size - 1) / size), new ParallelOptions { MaxDegreeOfParallelism = replicas.Count + 1 }, index =>
        {
            if (replicas.Count > 0) set_num_threads(1);
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            work((index * size, Math.Min(size, count - (index * size))));
        });
    }

    private double Correction(double beta) => options.BiasCorrection ? 1 - Math.Pow(beta, Steps) : 1;

    private void PublishWeights()
    {
        if (!IsMaster) parameters.Values.copy_(Weights);
    }
}
