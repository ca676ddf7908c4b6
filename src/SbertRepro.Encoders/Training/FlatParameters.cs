using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>Where a parameter lies in the flat buffer.</summary>
/// <param name="Name">As the module names it.</param>
/// <param name="Shape">Of the parameter.</param>
/// <param name="Offset">First element in the buffer.</param>
/// <param name="Count">Number of elements.</param>
public sealed record ParameterSlot(string Name, IReadOnlyList<long> Shape, long Offset, long Count)
{
    /// <summary>Biases and LayerNorm gains are not decayed (Devlin et al. 2019, the released optimiser).</summary>
    public bool Decays => !Name.EndsWith("bias", StringComparison.Ordinal) && !Name.EndsWith("LayerNorm.weight", StringComparison.Ordinal);
}

/// <summary>
/// All parameters of a module as views into one buffer, and all their gradients as views into another: an optimiser step, a norm or a cast is then one
/// tensor call over N elements instead of one per parameter. The module keeps working as before, and autograd accumulates into <see cref="Gradients"/>.
/// </summary>
public sealed class FlatParameters : IDisposable
{
    private readonly nn.Module module;

    private readonly bool ownsValues;

    /// <param name="module">Owned from here on. Its parameters must have one element type and one device, and nobody may move or convert it afterwards.</param>
    /// <param name="replicaOf">Another copy of the same module whose values this one is to share, each keeping its own gradients: data parallelism in one process.</param>
    public FlatParameters(nn.Module module, FlatParameters? replicaOf = null)
    {
        (this.module, ownsValues) = (module, replicaOf is null);
        using var noGrad = no_grad();
        var parameters = module.named_parameters().ToArray();
        Slots = Layout(parameters);
        var (type, device) = (parameters[0].parameter.dtype, parameters[0].parameter.device);
        Values = replicaOf?.Values ?? empty([Slots.Sum(slot => slot.Count)], type, device);
        Gradients = zeros([Values.shape[0]], type, device);
        foreach (var (slot, (_, parameter)) in Slots.Zip(parameters))
        {
            using var scope = NewDisposeScope();
            if (parameter.dtype != type) throw new ArgumentException($"{slot.Name} is {parameter.dtype}, {Slots[0].Name} is {type}", nameof(module));
            if (ownsValues) View(Values, slot).copy_(parameter);
            parameter.set_(View(Values, slot));
            parameter.grad = View(Gradients, slot);
        }

        Values.DetachFromDisposeScope();
        Gradients.DetachFromDisposeScope();
    }

    /// <summary>In the order of the module's named parameters.</summary>
    public IReadOnlyList<ParameterSlot> Slots { get; }

    /// <summary>(N); writing to it changes the module.</summary>
    public Tensor Values { get; }

    /// <summary>(N); zero it before a backward pass.</summary>
    public Tensor Gradients { get; }

    /// <summary>The part of a flat (N) buffer that belongs to a parameter, in the parameter's shape.</summary>
    public static Tensor View(Tensor flat, ParameterSlot slot) => flat.narrow(0, slot.Offset, slot.Count).view([.. slot.Shape]);

    /// <summary>(N) of 1 where weight decay applies and 0 where it does not, float32.</summary>
    public Tensor DecayMask()
    {
        var mask = zeros([Values.shape[0]], ScalarType.Float32, Values.device);
        foreach (var slot in Slots.Where(slot => slot.Decays))
        {
            using var part = mask.narrow(0, slot.Offset, slot.Count);
            part.fill_(1);
        }

        return mask;
    }

    public void Dispose()
    {
        module.Dispose();
        if (ownsValues) Values.Dispose();
        Gradients.Dispose();
    }

    private static ParameterSlot[] Layout(IEnumerable<(string name, TorchSharp.Modules.Parameter parameter)> parameters)
    {
        var offset = 0L;
        return [.. parameters.Select(item =>
        {
            var count = item.parameter.numel();
            return new ParameterSlot(item.name, item.parameter.shape, (offset += count) - count, count);
        })];
    }
}
