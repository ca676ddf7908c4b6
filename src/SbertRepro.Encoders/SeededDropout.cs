using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SbertRepro.Encoders;

/// <summary>
/// Where all dropout layers of one model draw from. Torch has one generator per process; copies of a model on parallel threads would share it in an order that no
/// seed fixes, so each copy has its own. Unseeded, it is torch's.
/// </summary>
public sealed class DropoutSource : IDisposable
{
    private Generator? generator;

    /// <summary>The draws that follow are those of the seed.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="device">The model's.</param>
    public void Seed(ulong seed, Device device)
    {
        generator?.Dispose();
        generator = new Generator(seed, device);
    }

    /// <summary>1 with probability <paramref name="keep"/> and 0 otherwise, in the shape and type of <paramref name="like"/>.</summary>
    internal Tensor Mask(Tensor like, double keep) => empty_like(like).bernoulli_(keep, generator);

    public void Dispose() => generator?.Dispose();
}

/// <summary>While training, sets elements to 0 with the given probability p and divides the others by 1 - p (Srivastava et al. 2014); else the identity.</summary>
internal sealed class SeededDropout(double probability, DropoutSource source) : Module<Tensor, Tensor>(nameof(SeededDropout))
{
    /// <summary>Whether the layer does anything at present.</summary>
    public bool IsActive => training && probability > 0;

    // The scale is a factor of its own: in a bfloat16 mask 1/0.9 would be off by 0.2 %.
    public override Tensor forward(Tensor states) => IsActive ? states * source.Mask(states, 1 - probability) * (1 / (1 - probability)) : states;
}
