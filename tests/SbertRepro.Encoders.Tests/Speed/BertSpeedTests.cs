using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Onnx;
using SbertRepro.Encoders.Tests.Models;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using Xunit;

namespace SbertRepro.Encoders.Tests.Speed;

/// <summary>The step of Table 7 on a BERT of one layer: which rows it has, and what is void.</summary>
public sealed class BertSpeedTests : IDisposable
{
    // bfloat16 runs where the processor has it.
    private static readonly bool HasBFloat16 = ProductPrecision.WhyNotBFloat16(TorchSharp.DeviceType.CPU) is null;

    private static readonly string[] Backends = ["torch fp32", .. HasBFloat16 ? ["torch bf16"] : Array.Empty<string>(), "ONNX Runtime fp32", "ONNX Runtime int8"];

    private static readonly string[] Configurations = [.. from backend in Backends from batching in new[] { "input order", "length batches" } select $"Tiny: {backend}, {batching}"];

    private static readonly SentenceSet Sentences = new("words of letters", [], _ => Enumerable.Range(0, 200).Select(index => new string((char)('a' + (index % 26)), 1 + (index * 37 % 20))));

    private readonly TemporaryFolder _model = new();
    private readonly TemporaryFolder _other = new();

    public BertSpeedTests()
    {
        TinyModel.Write(_model.Path);
        TinyModel.Write(_other.Path, seed: 7);
    }

    [Fact]
    public void Every_backend_and_batching_has_its_row_and_float32_holds()
    {
        var result = Measure(_model.Path);
        var speeds = result.Quantities.Where(quantity => quantity.What == SpeedWords.Sentences).ToList();

        Assert.Equal(Configurations, speeds.Select(quantity => quantity.System));
        Assert.All(speeds, quantity => Assert.True(quantity is { Value: > 0, Size: 200, Count: > 0 }));
        Assert.All(speeds.Where(quantity => quantity.System.Contains("fp32", StringComparison.Ordinal)), quantity => Assert.True(quantity.Valid));
        Assert.Equal(Configurations.Skip(1), result.Quantities.Where(quantity => quantity.What == SpeedWords.SmallestCosine).Select(quantity => quantity.System));
        Assert.Equal(!HasBFloat16, result.Notes.Any(note => note.StartsWith("torch bf16 was not run: matrix products reach", StringComparison.Ordinal)));
    }

    [Fact]
    public void Length_batches_need_less_padding_and_the_share_is_there_where_it_is_fair()
    {
        var result = Measure(_model.Path);

        Assert.True(Value(result, SpeedWords.Padding, Configurations[1]) < Value(result, SpeedWords.Padding, Configurations[0]));
        Assert.Equal(Configurations.Where(name => !name.Contains("int8", StringComparison.Ordinal)), result.Quantities.Where(quantity => quantity.What == SpeedWords.Share).Select(quantity => quantity.System));
        foreach (var backend in Backends)
            Assert.Single(result.Quantities, quantity => quantity.Unit == "times" && quantity.What == $"{backend}, length batches over {backend}, input order");
    }

    [Fact]
    public void A_backend_that_answers_something_else_is_void_and_so_are_its_ratios()
    {
        var result = Measure(_other.Path);

        Assert.All(result.Quantities.Where(quantity => quantity.What == SpeedWords.Sentences), quantity =>
            Assert.Equal(!quantity.System.Contains("ONNX", StringComparison.Ordinal), quantity.Valid));
        Assert.All(result.Quantities.Where(quantity => quantity.Unit == "times" && quantity.What.Contains("ONNX", StringComparison.Ordinal)), quantity => Assert.False(quantity.Valid));
        Assert.Contains("fastest where accuracy held is torch", Assert.Single(Step(_model.Path).Conclusions(result.Quantities)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_the_paper_that_nothing_can_measure_says_why()
    {
        var steps = Table7ComputationSpeed.Value.StepsAt(Scale.Small).OfType<UnavailableSpeed>().ToList();

        Assert.Equal(["infersent", "universal-sentence-encoder"], steps.Select(step => step.Id));
        Assert.All(steps, step => Assert.NotEmpty(step.Missing!.Reason));
    }

    public void Dispose()
    {
        _model.Dispose();
        _other.Dispose();
    }

    /// <param name="exported">What ONNX Runtime gets: the model itself, or another one.</param>
    private StudyResult Measure(string exported)
    {
        var setting = new Setting(Scale.Sample, "cpu", "cpu", "fp32", 1, Machine.Read());
        return Step(_model.Path).Measure(new StudyContext(setting, id => id, _ => throw new NotSupportedException(), "", null, TestContext.Current.CancellationToken)
        {
            Identity = "test",
            TokenizationOf = _ => BertTokenization.FromFolder(_model.Path),
            ShapeOf = _ => BertConfig.Load(Path.Combine(_model.Path, "config.json")),
            OpenAt = (_, precision) => new OpenSystem.Encodes(SentenceBert.Load(_model.Path, new ComputeOptions { Precision = precision == "bf16" ? Precision.BFloat16 : Precision.Float32 })),
            Export = (_, folder, precision) => OnnxExport.SentenceEncoder(exported, folder, precision),
        });
    }

    private static BertSpeed Step(string model) => new(LocalModel.Spec(model) with { Name = "Tiny" }, Sentences, 200, Seconds: 0, Onnx: true, Similarity: null);

    private static double Value(StudyResult result, string what, string row) => result.Quantities.Single(quantity => quantity.What == what && quantity.System == row).Value;
}
