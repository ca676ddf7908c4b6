using SbertRepro.Encoders.Onnx;
using SbertRepro.Encoders.Tests.Models;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;
using Xunit;

namespace SbertRepro.Encoders.Tests.Onnx;

/// <summary>Text in, vectors out: a folder, its export and what ONNX Runtime makes of it, beside torch.</summary>
public sealed class OnnxSentenceEncoderTests : IDisposable
{
    private const double Tolerance = 1e-4; // issue 5: equal to torch in float32

    private static readonly string[] Sentences = ["a", "", "hello there", "the quick brown fox jumps over the lazy dog", "b c d", "zebra zebra", "fox", "an other one"];

    private readonly TemporaryFolder _model = new();
    private readonly TemporaryFolder _export = new();

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(1024)]
    public void An_exported_folder_gives_the_vectors_of_torch_in_batches_of_any_size(int tokenBudget)
    {
        TinySentenceTransformer.Write(_model.Path);
        OnnxExport.SentenceEncoder(_model.Path, _export.Path);
        using var exported = OnnxSentenceEncoder.Load(_export.Path, new OnnxOptions { TokenBudget = tokenBudget });
        Assert.Equal(TinySentenceTransformer.Dimension, exported.Dimension);
        AssertEqual(Torch(), exported.Encode(Sentences));
    }

    [Theory]
    [InlineData("pooling_mode_cls_token")]
    [InlineData("pooling_mode_max_tokens")]
    [InlineData("pooling_mode_mean_tokens")]
    [InlineData("pooling_mode_mean_sqrt_len_tokens")]
    public void A_graph_that_gives_token_states_is_pooled_as_the_folder_says(string poolingMode)
    {
        TinySentenceTransformer.Write(_model.Path, poolingMode);
        WriteTokenModel();
        using var encoder = OnnxSentenceEncoder.Load(_model.Path);
        AssertEqual(Torch(), encoder.Encode(Sentences));
    }

    [Fact]
    public void The_model_may_lie_in_its_own_folder()
    {
        TinySentenceTransformer.Write(_model.Path);
        OnnxExport.SentenceEncoder(_model.Path, Path.Combine(_model.Path, "onnx"));
        using var encoder = OnnxSentenceEncoder.Load(_model.Path);
        AssertEqual(Torch(), encoder.Encode(Sentences));
    }

    [Fact]
    public void Pooling_and_layers_can_be_chosen_at_the_export()
    {
        TinyModel.Write(_model.Path);
        OnnxExport.SentenceEncoder(_model.Path, _export.Path, configure: options => options with { Pooling = Pooling.Cls | Pooling.Max });
        using var exported = OnnxSentenceEncoder.Load(_export.Path);
        AssertEqual(Torch(options => options with { Pooling = Pooling.Cls | Pooling.Max }), exported.Encode(Sentences));
    }

    [Fact]
    public void What_is_inside_the_graph_cannot_be_changed_afterwards()
    {
        TinySentenceTransformer.Write(_model.Path);
        OnnxExport.SentenceEncoder(_model.Path, _export.Path);
        AssertRefused("inside the graph", options => options with { Pooling = Pooling.Max });
        AssertRefused("inside the graph", options => options with { Normalize = !options.Normalize });
        AssertRefused("layer -2", options => options with { Layers = new LayerSelection(-2) });
    }

    [Fact]
    public void Prompt_and_length_can_be_changed_afterwards()
    {
        TinySentenceTransformer.Write(_model.Path);
        OnnxExport.SentenceEncoder(_model.Path, _export.Path);
        using var exported = OnnxSentenceEncoder.Load(_export.Path, configure: Shorter);
        var expected = Torch(Shorter);
        AssertEqual(expected, exported.Encode(Sentences));
        Assert.NotEqual(expected.Values, Torch().Values);

        static SentenceBertOptions Shorter(SentenceBertOptions options) => options with { Prompt = "passage ", MaxTokens = 10 };
    }

    [Fact]
    public void An_export_in_8_bits_keeps_direction()
    {
        TinySentenceTransformer.Write(_model.Path);
        OnnxExport.SentenceEncoder(_model.Path, _export.Path, OnnxPrecision.Int8);
        using var exported = OnnxSentenceEncoder.Load(_export.Path);
        var (exact, vectors) = (Torch(), exported.Encode(Sentences));
        Assert.All(Enumerable.Range(0, Sentences.Length), index => Assert.InRange(Similarity.Cosine(exact[index], vectors[index]), 0.999, 1.0001));
        Assert.NotEqual(exact.Values, vectors.Values);
    }

    [Fact]
    public void Progress_reaches_the_end_and_a_cancelled_run_stops()
    {
        TinySentenceTransformer.Write(_model.Path);
        OnnxExport.SentenceEncoder(_model.Path, _export.Path);
        using var exported = OnnxSentenceEncoder.Load(_export.Path, new OnnxOptions { TokenBudget = 1 });
        using var source = new CancellationTokenSource();
        var reports = new Reports();
        exported.Encode(Sentences, reports);
        Assert.Equal(new WorkProgress(Sentences.Length, Sentences.Length), reports.Seen[^1]);

        reports.Seen.Clear();
        reports.Reported = () => source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => exported.Encode(Sentences, reports, source.Token));
        Assert.Single(reports.Seen);
    }

    [Fact]
    public void Without_CUDA_in_the_build_the_wish_for_it_is_refused_with_the_remedy()
    {
        Assert.SkipWhen(Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"), "this build has CUDA");
        TinySentenceTransformer.Write(_model.Path);
        OnnxExport.SentenceEncoder(_model.Path, _export.Path);
        var failure = Assert.Throws<ActionableException>(() => OnnxSentenceEncoder.Load(_export.Path, new OnnxOptions { Cuda = true }));
        Assert.Contains("-p:Accelerator=cuda", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _model.Dispose();
        _export.Dispose();
    }

    /// <summary>Our export without its pooled output: what most models on the hub look like.</summary>
    private void WriteTokenModel()
    {
        using var bert = BertCheckpoint.Load(_model.Path);
        var model = OnnxExport.Model(bert, new SentenceBertOptions(), [], OnnxPrecision.Float32);
        Assert.Equal(OnnxExport.SentenceOutput, model.Graph.Output[0].Name);
        model.Graph.Output.RemoveAt(0);
        OnnxExport.Write(model, Path.Combine(_model.Path, "onnx"));
    }

    private SentenceVectors Torch(Func<SentenceBertOptions, SentenceBertOptions>? configure = null)
    {
        using var encoder = SentenceBert.Load(_model.Path, configure: configure);
        return encoder.Encode(Sentences);
    }

    private void AssertRefused(string reason, Func<SentenceBertOptions, SentenceBertOptions> configure) =>
        Assert.Contains(reason, Assert.Throws<ActionableException>(() => OnnxSentenceEncoder.Load(_export.Path, configure: configure)).Message, StringComparison.Ordinal);

    private static void AssertEqual(SentenceVectors expected, SentenceVectors actual)
    {
        Assert.Equal(expected.Values.Length, actual.Values.Length);
        Assert.InRange(expected.Values.Zip(actual.Values, (a, b) => Math.Abs(a - b)).Max(), 0, Tolerance);
        Assert.NotEqual(0, expected.Values.Max());
    }

    private sealed class Reports : IProgress<WorkProgress>
    {
        public List<WorkProgress> Seen { get; } = [];

        public Action? Reported { get; set; }

        public void Report(WorkProgress value)
        {
            Seen.Add(value);
            Reported?.Invoke();
        }
    }
}
