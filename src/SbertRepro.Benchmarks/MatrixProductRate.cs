using System.Diagnostics;
using SbertRepro.Encoders;
using static TorchSharp.torch;

namespace SbertRepro.Benchmarks;

/// <summary>
/// The speed of light of the job: the matrix products of one BERT layer and nothing else, at the row count of a full batch, in libtorch.
/// Probed between encoding batches, since the speed of a shared machine changes from second to second.
/// </summary>
internal sealed class MatrixProductRate : IDisposable
{
    private readonly List<(Tensor Input, Tensor Weight)> _products = [];
    private readonly double _operations;

    public MatrixProductRate(BertConfig config, int rows, ScalarType type)
    {
        (long Inputs, long Outputs)[] shapes =
            [.. Enumerable.Repeat(((long)config.HiddenSize, (long)config.HiddenSize), 4), (config.HiddenSize, config.IntermediateSize), (config.IntermediateSize, config.HiddenSize)];
        foreach (var (inputs, outputs) in shapes)
        {
            _products.Add((rand(rows, inputs).to(type), rand(outputs, inputs).to(type)));
            _operations += 2.0 * rows * inputs * outputs;
        }
    }

    /// <summary>Runs the products once; returns operations and seconds.</summary>
    public (double Operations, double Seconds) Probe()
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        var start = Stopwatch.GetTimestamp();
        foreach (var (input, weight) in _products) nn.functional.linear(input, weight);
        return (_operations, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public void Dispose()
    {
        foreach (var (input, weight) in _products)
        {
            input.Dispose();
            weight.Dispose();
        }
    }
}
