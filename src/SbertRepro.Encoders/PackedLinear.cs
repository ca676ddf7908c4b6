using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace SbertRepro.Encoders;

/// <summary>
/// x W^T + b for inference on a CPU, the weights laid out once in the blocks that oneDNN multiplies in. libtorch's own linear lays them out again in every call: a
/// tenth to a fifth of a full batch and up to 60 % of a single sentence (reports/LOG.md). And here the activation or the residual is added before the product leaves the cache.
/// </summary>
internal sealed class PackedLinear : IDisposable
{
    private readonly Tensor weight;
    private readonly Tensor bias;

    private PackedLinear(Tensor weight, Tensor bias) => (this.weight, this.bias) = (weight, bias);

    /// <summary>The weights in blocks; null on an accelerator, and where libtorch cannot multiply their type in blocks on this processor, or not rightly.</summary>
    /// <param name="weight">(out, in), float32 or bfloat16; copied.</param>
    /// <param name="bias">(out); has to outlive the result.</param>
    public static PackedLinear? Of(Tensor weight, Tensor bias)
    {
        if (weight.device_type != TorchSharp.DeviceType.CPU) return null;
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        try
        {
            var packed = new PackedLinear(Script.Value.invoke<Tensor>("pack", weight, LengthBatching.DefaultTokenBudget).DetachFromDisposeScope(), bias);
            if (IsRight(packed, weight, bias)) return packed; // some processors refuse only when they multiply
            packed.Dispose();
            return null;
        }
        catch (ExternalException)
        {
            return null;
        }
    }

    /// <summary>x W^T + b: (..., in) to (..., out).</summary>
    public Tensor Apply(Tensor states) => Script.Value.invoke<Tensor>("product", states, weight, bias);

    /// <summary>gelu(x W^T + b), the exact one by erf.</summary>
    public Tensor Gelu(Tensor states) => Script.Value.invoke<Tensor>("product_gelu", states, weight, bias);

    /// <summary>x W^T + b + y.</summary>
    public Tensor Plus(Tensor states, Tensor residual) => Script.Value.invoke<Tensor>("product_plus", states, residual, weight, bias);

    public void Dispose() => weight.Dispose();

    // On Zen 5 oneDNN's float32 blocks lose the last outputs where their number fills no whole block (24 to 40, 312 to 1200): so one row is multiplied both ways.
    private static bool IsRight(PackedLinear packed, Tensor weight, Tensor bias)
    {
        var row = linspace(0.5, 1.5, weight.shape[1]).unsqueeze(0).to(weight.dtype);
        var difference = (packed.Apply(row) - nn.functional.linear(row, weight, bias)).abs();
        var most = nn.functional.linear(row, weight.abs(), bias.abs()); // of all signs alike: what rounding is in proportion to
        return (difference <= most * (weight.dtype == ScalarType.BFloat16 ? 1.0 / 64 : 1e-5)).all().item<bool>();
    }

    // TorchSharp does not wrap these operators of libtorch; TorchScript calls them by name. Its compiler knows only aten's, but its loader knows all: hence an archive.
    private static readonly Lazy<jit.ScriptModule> Script = new(() => jit.load(Archive()));

    private const string Code = """
        class Products(Module):
          training : bool
          def pack(self: __torch__.Products, weight: Tensor, rows: int) -> Tensor:
            return ops.mkldnn._reorder_linear_weight(weight, rows)
          def product(self: __torch__.Products, states: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return ops.mkldnn._linear_pointwise(states, weight, bias, "none", annotate(List[Optional[number]], []), "")
          def product_gelu(self: __torch__.Products, states: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return ops.mkldnn._linear_pointwise(states, weight, bias, "gelu", annotate(List[Optional[number]], []), "none")
          def product_plus(self: __torch__.Products, states: Tensor, residual: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
            return ops.mkldnn._linear_pointwise(states, residual, weight, bias, "add")

        """;

    // What torch.jit.save writes: the code, the pickled module (protocol 2: an object of class Products whose state is {"training": False}), and no constants.
    private static byte[] Archive()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            Add("code/__torch__.py", Encoding.ASCII.GetBytes(Code.ReplaceLineEndings("\n")));
            Add("data.pkl", [0x80, 2, .. "c__torch__\nProducts\n)"u8, 0x81, .. "}X"u8, 8, 0, 0, 0, .. "training"u8, 0x89, .. "sb."u8]);
            Add("constants.pkl", [0x80, 2, .. ")."u8]);
            Add("version", "3\n"u8);

            void Add(string name, ReadOnlySpan<byte> bytes)
            {
                using var entry = archive.CreateEntry($"products/{name}", CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
