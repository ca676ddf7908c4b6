using SbertRepro.Encoders;
using SbertRepro.Encoders.Native;
using static TorchSharp.torch;

namespace SbertRepro.Experiments.Training;

/// <summary>
/// Probes the matrix product rate between the steps of a training run: products of the model's own layers, with weights that change, and nothing else. It is what the run's
/// arithmetic is a share of; the machine's speed drifts, so it is asked again and again. A probe takes milliseconds and draws no random number that training would miss.
/// </summary>
internal sealed class ProductProbe : IDisposable
{
    /// <summary>Token positions: about those of a step of 16 NLI pairs.</summary>
    private const int Rows = 512;

    /// <summary>A hundredth of the time of the steps between two reports.</summary>
    private const int Probes = 4;

    private readonly MatrixProductRate _products;
    private readonly int _threads;

    /// <param name="model">Folder with the configuration of the model in training.</param>
    /// <param name="precision">In which it computes.</param>
    /// <param name="setting">Device and threads.</param>
    public ProductProbe(string model, Precision precision, Setting setting)
    {
        LibTorch.Load();
        var type = precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        _products = new(BertConfig.Load(Path.Combine(model, "config.json")), Rows, type, setting.Device == "cuda" ? CUDA : CPU, changing: true);
        _threads = setting.Threads;
    }

    /// <summary>
    /// Floating point operations per second, now, of all threads: of the fastest probe, since a neighbour only ever takes time away. Of a probe that lost its turn to one, the
    /// rest of the run once looked like 264 % of matrix products.
    /// </summary>
    public double Rate()
    {
        var threads = get_num_threads(); // replicas leave one to the thread that reports
        set_num_threads(_threads);
        try
        {
            _products.Probe(); // brings weights and threads back
            return Enumerable.Range(0, Probes).Select(_ => _products.Probe()).Max(probe => probe.Operations / probe.Seconds);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    public void Dispose() => _products.Dispose();
}
