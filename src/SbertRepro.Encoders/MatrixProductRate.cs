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
    private readonly List<(Tensor Input, Tensor Weight)> products = [];
    private readonly double operations;

    /// <summary>The products of one BERT layer at the row count of a full batch.</summary>
    public MatrixProductRate(BertConfig config, int rows, ScalarType type, Device? device = null)
        : this(
            [.. Enumerable.Repeat((rows, config.HiddenSize, config.HiddenSize), 4), (rows, config.HiddenSize, config.IntermediateSize), (rows, config.IntermediateSize, config.HiddenSize)],
            type, device)
    {
    }

    /// <param name="shapes">(rows, inner, columns) of each product.</param>
    /// <param name="type">float32 or bfloat16.</param>
    /// <param name="device">CPU unless given.</param>
    public MatrixProductRate(IReadOnlyList<(int Rows, int Inner, int Columns)> shapes, ScalarType type, Device? device = null)
    {
        this.device = device ?? CPU;
        foreach (var (rows, inner, columns) in shapes)
        {
            products.Add((rand(rows, inner, device: this.device).to(type), rand(columns, inner, device: this.device).to(type)));
            operations += 2.0 * rows * inner * columns;
        }
    }

    /// <summary>Runs the products once; returns operations and seconds, the device having finished.</summary>
    public (double Operations, double Seconds) Probe()
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        DeviceClock.Synchronise(device);
        var start = Stopwatch.GetTimestamp();
        foreach (var (input, weight) in products) nn.functional.linear(input, weight);
        DeviceClock.Synchronise(device);
        return (operations, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public void Dispose()
    {
        foreach (var (input, weight) in products)
        {
            input.Dispose();
            weight.Dispose();
        }
    }
}
