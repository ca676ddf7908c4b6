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
/// AdamW (Loshchilov and Hutter 2019, algorithm 2) over one flat buffer: about a dozen tensor calls whatever the number of parameters.
/// Weights and moments are float32; where the model computes in bfloat16, the weights are kept apart and cast into it after every step.
/// </summary>
public sealed class AdamW : IDisposable
{
    private readonly FlatParameters parameters;
    private readonly IReadOnlyList<FlatParameters> replicas;
    private readonly AdamWOptions options;
    private readonly Tensor decayMask;
    private readonly Tensor gradient;

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

    private bool IsMaster => parameters.Values.dtype == ScalarType.Float32;

    /// <summary>Applies the accumulated gradients and zeroes them.</summary>
    /// <returns>The global gradient norm before clipping.</returns>
    public double Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Steps++;
        GatherGradients();
        var norm = gradient.norm().item<float>();
        if (norm > options.MaxGradientNorm) gradient.mul_(options.MaxGradientNorm / norm);
        FirstMoment.mul_(options.Beta1).add_(gradient, 1 - options.Beta1);
        SecondMoment.mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);
        Weights.addcmul_(Weights, decayMask, -learningRate * options.WeightDecay);
        Weights.addcdiv_(FirstMoment, Denominator(), -learningRate / Correction(options.Beta1));
        foreach (var copy in replicas.Prepend(parameters)) copy.Gradients.zero_();
        PublishWeights();
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
    }

    private void GatherGradients()
    {
        if (!IsMaster) gradient.copy_(parameters.Gradients);
        foreach (var replica in replicas) gradient.add_(replica.Gradients);
    }

    private Tensor Denominator() => SecondMoment.div(Correction(options.Beta2)).sqrt_().add_(options.Epsilon);

    private double Correction(double beta) => options.BiasCorrection ? 1 - Math.Pow(beta, Steps) : 1;

    private void PublishWeights()
    {
        if (!IsMaster) parameters.Values.copy_(Weights);
    }
}
