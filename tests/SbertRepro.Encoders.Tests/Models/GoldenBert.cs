using SbertRepro.Encoders.Native;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Tests.Models;

/// <summary>The reference model and its recorded tensors (shared/goldens/bert-l3-h48).</summary>
internal sealed class GoldenBert : IDisposable
{
    private readonly Safetensors recorded;

    public GoldenBert()
    {
        Folder = Path.GetDirectoryName(SharedFolder.RequireGolden(Path.Combine("bert-l3-h48", "config.json")))!;
        LibTorch.Load();
        recorded = Safetensors.Open(Path.Combine(Folder, "golden.safetensors"));
    }

    public string Folder { get; }

    public BertInput Forward => new(Integers("forward.ids"), Integers("forward.mask").to(ScalarType.Bool), Integers("forward.token_type"));

    public Tensor Integers(string name) => tensor(recorded.Read<long>(name), Shape(name));

    public Tensor Floats(string name) => tensor(recorded.ReadFloats(name), Shape(name));

    public double[] Doubles(string name) => recorded.Read<double>(name);

    public IEnumerable<string> Names => recorded.Entries.Select(entry => entry.Name);

    public static double LargestDifference(Tensor ours, Tensor golden) => (ours - golden).abs().max().item<float>();

    public void Dispose() => recorded.Dispose();

    private long[] Shape(string name) => [.. recorded[name].Shape];
}
