using SbertRepro.Encoders;
using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Onnx;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace SbertRepro.Experiments.Studies;

/// <summary>One model in every backend and precision that runs here, open at the same time; the first is torch in float32.</summary>
internal sealed class BertBackends : IDisposable
{
    /// <summary>A GPU is only busy with far larger batches than a CPU's caches like.</summary>
    private const int TokenBudgetOfGpu = 16 * LengthBatching.DefaultTokenBudget;

    private readonly List<Backend> _all = [];
    private readonly List<string> _notes = [];
    private readonly MatrixProductRate[] _rates;

    private BertBackends(BertConfig shape, Device device)
    {
        (Shape, Device) = (shape, device);
        TokenBudget = device.type == DeviceType.CUDA ? TokenBudgetOfGpu : LengthBatching.DefaultTokenBudget;
        _rates = [new MatrixProductRate(shape, TokenBudget, ScalarType.Float32, device), new MatrixProductRate(shape, TokenBudget, ScalarType.BFloat16, device)];
    }

    /// <param name="Name">torch or onnx.</param>
    /// <param name="Precision">fp32, bf16 or int8.</param>
    /// <param name="Encoder">The model.</param>
    /// <param name="Rate">Of libtorch's matrix products in that precision; null for int8, where there is no fair one.</param>
    internal sealed record Backend(string Name, string Precision, ISentenceEncoder Encoder, MatrixProductRate? Rate);

    public IReadOnlyList<Backend> All => _all;

    /// <summary>What could not be opened, and why.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public BertConfig Shape { get; }

    public Device Device { get; }

    /// <summary>Token positions of a length batch.</summary>
    public int TokenBudget { get; }

    public static BertBackends Open(SystemSpec system, bool onnx, StudyContext context)
    {
        var backends = new BertBackends(context.ShapeOf(system)!, context.Setting.Device == "cuda" ? CUDA : CPU);
        try
        {
            backends.AddTorch("fp32", system, context, backends._rates[0]);
            if (ProductPrecision.WhyNotBFloat16(backends.Device) is { } reason) backends._notes.Add($"torch bf16 was not run: {reason}");
            else backends.AddTorch("bf16", system, context, backends._rates[1]);
            if (onnx)
            {
                backends.AddOnnx("fp32", OnnxPrecision.Float32, system, context, backends._rates[0]);
                backends.AddOnnx("int8", OnnxPrecision.Int8, system, context, null);
            }

            return backends;
        }
        catch
        {
            backends.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var backend in _all) backend.Encoder.Dispose();
        foreach (var rate in _rates) rate.Dispose();
    }

    private void AddTorch(string precision, SystemSpec system, StudyContext context, MatrixProductRate rate) =>
        _all.Add(new Backend("torch", precision, ((OpenSystem.Encodes)context.OpenAt(system, precision)).Encoder, rate));

    private void AddOnnx(string precision, OnnxPrecision onnx, SystemSpec system, StudyContext context, MatrixProductRate? rate)
    {
        var folder = Directory.CreateTempSubdirectory("sbert-repro-");
        try
        {
            context.Export(system, folder.FullName, onnx);
            var options = new OnnxOptions { Threads = context.Setting.Threads, Cuda = context.Setting.Device == "cuda", TokenBudget = TokenBudget };
            _all.Add(new Backend("onnx", precision, OnnxSentenceEncoder.Load(folder.FullName, options), rate));
        }
        catch (ActionableException missing) when (context.Setting.Device == "cuda")
        {
            _notes.Add($"ONNX Runtime {precision} was not run: {missing.Message}"); // a build without its GPU package
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
