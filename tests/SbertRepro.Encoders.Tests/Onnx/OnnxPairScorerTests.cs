using SbertRepro.Encoders.Onnx;
using SbertRepro.Encoders.Tests.Models;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;
using Xunit;

namespace SbertRepro.Encoders.Tests.Onnx;

/// <summary>Pairs in, scores out: a cross-encoder's folder, its export and what ONNX Runtime makes of it, beside torch.</summary>
public sealed class OnnxPairScorerTests : IDisposable
{
    private const double Tolerance = 1e-4; // issue 5: equal to torch in float32

    private static readonly SentencePair[] Pairs = [new("a", "b"), new("hello there", "the quick brown fox"), new("", ""), new("zebra", "a b c d e f g"), new("b", "a")];

    private readonly TemporaryFolder _model = new();
    private readonly TemporaryFolder _export = new();

    public OnnxPairScorerTests()
    {
        TinyModel.Write(_model.Path);
        using var weights = Safetensors.Open(Path.Combine(_model.Path, BertCheckpoint.WeightsFile));
        var tensors = weights.Entries.Select(entry => (entry.Name, entry.Shape, Values: Strong(entry))).ToList();
        tensors.AddRange([("pooler.dense.weight", [8, 8], Waves(64)), ("pooler.dense.bias", [8], Waves(8)), ("classifier.weight", [1, 8], Waves(8)), ("classifier.bias", [1], [0.25f])]);
        SafetensorsWriter.Write(Path.Combine(_model.Path, BertCheckpoint.WeightsFile),
            [.. tensors.Select(tensor => new SafetensorsTensor(tensor.Name, SafetensorsType.F32, tensor.Shape, () => tensor.Values))]);

        // With weights of sd 0.02 [CLS] hardly sees the other tokens, and all pairs would score alike.
        float[] Strong(SafetensorsEntry entry) =>
            [.. weights.ReadFloats(entry.Name).Select(value => entry.Name.StartsWith("encoder.", StringComparison.Ordinal) && entry.Shape.Count == 2 ? 20 * value : value)];
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Scores_equal_torch_with_the_sigmoid_inside_outside_or_nowhere(bool sigmoidInGraph, bool sigmoid)
    {
        OnnxExport.CrossEncoder(_model.Path, _export.Path, sigmoid: sigmoidInGraph);
        using var scorer = OnnxPairScorer.Load(_export.Path, new OnnxOptions { TokenBudget = 24 }, sigmoid);
        using var torch = CrossEncoder.Load(_model.Path, sigmoid: sigmoid);
        var (expected, actual) = (torch.Score(Pairs), scorer.Score(Pairs));
        Assert.InRange(expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max(), 0, Tolerance);
        Assert.InRange(expected.Max() - expected.Min(), 100 * Tolerance, 100); // the pairs do differ
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("max")]
    public void Scores_equal_torch_where_the_pooler_reads_all_tokens(string pooling)
    {
        var path = Path.Combine(_model.Path, "config.json");
        using (var original = CrossEncoder.Load(_model.Path)) Assert.NotEqual(original.Score(Pairs), Pooled());
        OnnxExport.CrossEncoder(_model.Path, _export.Path);
        using var scorer = OnnxPairScorer.Load(_export.Path, new OnnxOptions { TokenBudget = 24 });
        Assert.InRange(Pooled().Zip(scorer.Score(Pairs), (a, b) => Math.Abs(a - b)).Max(), 0, Tolerance);

        float[] Pooled()
        {
            if (!File.ReadAllText(path).Contains("classifier_pooling", StringComparison.Ordinal)) File.WriteAllText(path, File.ReadAllText(path).Replace("{", $"{{\"classifier_pooling\": \"{pooling}\", ", StringComparison.Ordinal));
            using var torch = CrossEncoder.Load(_model.Path);
            return torch.Score(Pairs);
        }
    }

    [Fact]
    public void A_pooling_that_nobody_implements_is_refused()
    {
        var path = Path.Combine(_model.Path, "config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("{", "{\"classifier_pooling\": \"median\", ", StringComparison.Ordinal));
        Assert.Contains("\"median\" is not implemented", Assert.Throws<ActionableException>(() => CrossEncoder.Load(_model.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sigmoid_inside_the_graph_cannot_be_left_out()
    {
        OnnxExport.CrossEncoder(_model.Path, _export.Path, sigmoid: true);
        Assert.Contains("the sigmoid is inside the graph", Assert.Throws<ActionableException>(() => OnnxPairScorer.Load(_export.Path, sigmoid: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_8_bits_scores_stay_close()
    {
        OnnxExport.CrossEncoder(_model.Path, _export.Path, OnnxPrecision.Int8);
        using var scorer = OnnxPairScorer.Load(_export.Path);
        using var torch = CrossEncoder.Load(_model.Path);
        Assert.InRange(torch.Score(Pairs).Zip(scorer.Score(Pairs), (a, b) => Math.Abs(a - b)).Max(), 1e-9, 0.01);
    }

    public void Dispose()
    {
        _model.Dispose();
        _export.Dispose();
    }

    private static float[] Waves(int count) => [.. Enumerable.Range(0, count).Select(index => MathF.Sin(index))];
}
