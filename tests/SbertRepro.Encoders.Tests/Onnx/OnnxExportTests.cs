using Microsoft.ML.OnnxRuntime;
using SbertRepro.Encoders.Onnx;
using SbertRepro.Encoders.Tests.Models;
using Xunit;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Tests.Onnx;

public sealed class OnnxExportTests : IDisposable
{
    private const double Tolerance = 1e-4; // issue 5: equal to torch in float32
    private const double Int8Cosine = 0.9995; // the design's bound for bf16; the smallest measured on the reference model was 0.99996

    private readonly GoldenOnnx golden = new();
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public static TheoryData<Pooling> Poolings => [.. Enumerable.Range(1, 15).Select(modes => (Pooling)modes)];

    [Theory]
    [MemberData(nameof(Poolings))]
    public void Every_combination_of_poolings_equals_torch(Pooling pooling) => AssertEqualToTorch(new SentenceBertOptions { Pooling = pooling });

    [Theory]
    [InlineData("-2")]
    [InlineData("-3")]
    [InlineData("first-last")]
    public void Every_layer_selection_equals_torch(string layers) => AssertEqualToTorch(new SentenceBertOptions { Layers = LayerSelection.Parse(layers) });

    [Fact]
    public void Scaling_is_part_of_the_graph()
    {
        var vectors = AssertEqualToTorch(new SentenceBertOptions { Normalize = true });
        Assert.All(vectors.norm(1).data<float>().ToArray(), length => Assert.Equal(1, length, 1e-5));
    }

    [Fact]
    public void Deeper_layers_than_the_selected_one_are_not_in_the_file()
    {
        var shallow = OnnxExport.Model(golden.Bert, new SentenceBertOptions { Layers = new LayerSelection(-3) }, [], OnnxPrecision.Float32);
        Assert.Contains(shallow.Graph.Initializer, weight => weight.Name.StartsWith("encoder.layer.0.", StringComparison.Ordinal));
        Assert.DoesNotContain(shallow.Graph.Initializer, weight => weight.Name.StartsWith("encoder.layer.1.", StringComparison.Ordinal));
    }

    [Fact]
    public void Token_states_equal_torch()
    {
        using var noGrad = no_grad();
        var mask = golden.Input.Mask!.unsqueeze(-1);
        var states = golden.Run(Model(new SentenceBertOptions()), OnnxExport.TokenOutput, golden.Input);
        Assert.InRange(GoldenBert.LargestDifference(states * mask, golden.Bert.forward(golden.Input, LayerSelection.Last) * mask), 0, Tolerance);
    }

    [Fact]
    public void Logits_of_the_cross_encoder_equal_the_reference()
    {
        using var classifier = golden.Classifier();
        var logits = golden.Run(OnnxExport.Model(golden.Bert, classifier, OnnxPrecision.Float32, sigmoid: false), OnnxExport.LogitsOutput, golden.Input);
        Assert.Equal([6, 1], logits.shape);
        Assert.InRange(GoldenBert.LargestDifference(logits, golden.Logits), 0, Tolerance);
    }

    [Fact]
    public void The_sigmoid_can_be_part_of_the_graph()
    {
        using var classifier = golden.Classifier();
        var scores = golden.Run(OnnxExport.Model(golden.Bert, classifier, OnnxPrecision.Float32, sigmoid: true), OnnxExport.ScoreOutput, golden.Input);
        Assert.InRange(GoldenBert.LargestDifference(scores, golden.Logits.sigmoid()), 0, Tolerance);
    }

    [Fact]
    public void Batch_and_sequence_have_any_extent_in_one_session()
    {
        golden.Run(Model(new SentenceBertOptions()), OnnxExport.SentenceOutput, golden.Input);
        foreach (var (rows, length) in new[] { (1, 2), (1, 64), (9, 17), (40, 3) })
        {
            var input = new BertInput(randint(5, 200, [rows, length], ScalarType.Int64));
            Assert.InRange(GoldenBert.LargestDifference(golden.Run(OnnxExport.SentenceOutput, input), Torch(new SentenceBertOptions(), input)), 0, Tolerance);
        }
    }

    [Fact]
    public void In_8_bits_vectors_keep_their_direction()
    {
        var options = new SentenceBertOptions();
        var exact = Torch(options, golden.Input);
        var model = OnnxExport.Model(golden.Bert, options, [], OnnxPrecision.Int8);
        var cosine = nn.functional.cosine_similarity(golden.Run(model, OnnxExport.SentenceOutput, golden.Input), exact, dim: 1).min().item<float>();
        TestContext.Current.SendDiagnosticMessage("smallest cosine of int8 to float32: {0}", cosine);
        Assert.Contains(model.Graph.Node, node => node.OpType == "MatMulInteger");
        Assert.InRange(cosine, Int8Cosine, 1 - 1e-9); // 1 would mean that nothing was quantised
    }

    [Fact]
    public void The_linear_layers_take_a_quarter_of_the_space_in_8_bits()
    {
        var weights = OnnxExport.Model(golden.Bert, new SentenceBertOptions(), [], OnnxPrecision.Int8).Graph.Initializer;
        var matrices = weights.Where(weight => weight.Name.StartsWith("encoder.", StringComparison.Ordinal) && weight.Dims.Count == 2).ToArray();
        Assert.Equal(6 * golden.Bert.Config.Layers, matrices.Length);
        Assert.All(matrices, weight => Assert.Equal(weight.Dims[0] * weight.Dims[1], weight.RawData.Length));
    }

    [Theory]
    [InlineData(OnnxPrecision.Float32)]
    [InlineData(OnnxPrecision.Int8)]
    public void The_same_model_gives_the_same_bytes(OnnxPrecision precision)
    {
        var options = new SentenceBertOptions { Pooling = Pooling.Mean | Pooling.Max, Normalize = true };
        var first = File.ReadAllBytes(golden.Write(OnnxExport.Model(golden.Bert, options, [], precision)));
        Assert.Equal(first, File.ReadAllBytes(golden.Write(OnnxExport.Model(golden.Bert, options, [], precision))));
    }

    [Theory]
    [InlineData(OnnxPrecision.Float32)]
    [InlineData(OnnxPrecision.Int8)]
    public void ONNX_Runtime_accepts_the_graph_and_its_declared_shapes_without_a_warning(OnnxPrecision precision)
    {
        using var strict = new SessionOptions();
        strict.AddSessionConfigEntry("session.strict_shape_type_inference", "1"); // a warning becomes an error
        using var session = new InferenceSession(golden.Write(OnnxExport.Model(golden.Bert, new SentenceBertOptions { Pooling = (Pooling)15 }, [], precision)), strict);
        Assert.Equal(["attention_mask", "input_ids", "token_type_ids"], session.InputMetadata.Keys.Order());
        Assert.Equal([-1, 4 * golden.Bert.Config.HiddenSize], session.OutputMetadata[OnnxExport.SentenceOutput].Dimensions);
    }

    public void Dispose()
    {
        scope.Dispose();
        golden.Dispose();
    }

    private ModelProto Model(SentenceBertOptions options) => OnnxExport.Model(golden.Bert, options, [], OnnxPrecision.Float32);

    private Tensor AssertEqualToTorch(SentenceBertOptions options)
    {
        var vectors = golden.Run(Model(options), OnnxExport.SentenceOutput, golden.Input);
        var expected = Torch(options, golden.Input);
        Assert.Equal(expected.shape, vectors.shape);
        Assert.InRange(GoldenBert.LargestDifference(vectors, expected), 0, Tolerance);
        return vectors;
    }

    private Tensor Torch(SentenceBertOptions options, BertInput input)
    {
        using var noGrad = no_grad();
        using var head = new SentenceHead(options, []);
        return head.Apply(golden.Bert.forward(input, options.Layers), input.Mask);
    }
}
