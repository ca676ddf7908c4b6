using System.Diagnostics;
using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>
/// The speed of light of the job: matrix products of given shapes and nothing else, in libtorch. Probed between the batches of the job,
/// since the speed of a shared machine changes from second to second.
/// </summary>
public sealed class MatrixProductRate : IDisposable
{
    private readonly Device device;
    private readonly List<Product> products = [];
    private readonly double operations;

    /// <summary>The products of one BERT layer at the row count of a full batch, as fast as libtorch can do them.</summary>
    /// <param name="config">Its hidden and intermediate size.</param>
    /// <param name="rows">Token positions.</param>
    /// <param name="type">float32 or bfloat16.</param>
    /// <param name="device">CPU unless given.</param>
    /// <param name="changing">The weights change from product to product, as in training: they cannot be laid out for the processor beforehand.</param>
    public MatrixProductRate(BertConfig config, int rows, ScalarType type, Device? device = null, bool changing = false)
        : this(
            [.. Enumerable.Repeat((rows, config.HiddenSize, config.HiddenSize), 4), (rows, config.HiddenSize, config.IntermediateSize), (rows, config.IntermediateSize, config.HiddenSize)],
            type, device, fixedWeights: !changing)
    {
    }

    /// <param name="shapes">(rows, inner, columns) of each product.</param>
    /// <param name="type">float32 or bfloat16.</param>
    /// <param name="device">CPU unless given.</param>
    public MatrixProductRate(IReadOnlyList<(int Rows, int Inner, int Columns)> shapes, ScalarType type, Device? device = null)
        : this(shapes, type, device, fixedWeights: false)
    {
    }

    private MatrixProductRate(IReadOnlyList<(int Rows, int Inner, int Columns)> shapes, ScalarType type, Device? device, bool fixedWeights)
    {
        this.device = device ?? CPU;
        foreach (var (rows, inner, columns) in shapes)
        {
            var (input, weight, bias) = (Random(rows, inner), Random(columns, inner), Random(columns));
            products.Add(new Product(input, weight, bias, fixedWeights ? PackedLinear.Of(weight, bias) : null));
            operations += 2.0 * rows * inner * columns;
        }

        Tensor Random(params long[] shape) => rand(shape, device: this.device).to(type);
    }

    /// <summary>Runs the products once; returns operations and seconds, the device having finished.</summary>
    public (double Operations, double Seconds) Probe()
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        DeviceClock.Synchronise(device);
        var start = Stopwatch.GetTimestamp();
        foreach (var product in products) product.Run();
        DeviceClock.Synchronise(device);
        return (operations, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public void Dispose()
    {
        foreach (var product in products) product.Dispose();
    }

    private sealed record Product(Tensor Input, Tensor Weight, Tensor Bias, PackedLinear? Packed) : IDisposable
    {
        public Tensor Run() => Packed?.Apply(Input) ?? nn.functional.linear(Input, Weight);

        public void Dispose()
        {
            Packed?.Dispose();
            Input.Dispose();
            Weight.Dispose();
            Bias.Dispose();
        }
    }
}
