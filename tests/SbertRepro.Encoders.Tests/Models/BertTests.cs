using SbertRepro.Evaluation;
using Xunit;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Tests.Models;

public sealed class BertTests : IDisposable
{
    private const double Tolerance = 2e-5; // shared/goldens/README.md

    private readonly GoldenBert golden = new();

    [Theory]
    [InlineData(-1, "forward.layer3")]
    [InlineData(-2, "forward.layer2")]
    [InlineData(-3, "forward.layer1")]
    public void Token_states_equal_the_reference(int layer, string name)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var bert = BertCheckpoint.Load(golden.Folder);
        var input = golden.Forward;
        var states = bert.forward(input, new LayerSelection(layer)).masked_fill(input.Mask!.logical_not().unsqueeze(-1), 0);
        Assert.InRange(GoldenBert.LargestDifference(states, golden.Floats(name)), 0, Tolerance);
    }

    [Fact]
    public void The_average_of_first_and_last_layer_is_the_average_of_the_reference_layers()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var bert = BertCheckpoint.Load(golden.Folder);
        var input = golden.Forward;
        var states = bert.forward(input, LayerSelection.FirstLast).masked_fill(input.Mask!.logical_not().unsqueeze(-1), 0);
        Assert.InRange(GoldenBert.LargestDifference(states, (golden.Floats("forward.layer1") + golden.Floats("forward.layer3")) / 2), 0, Tolerance);
    }

    [Theory]
    [InlineData(Pooling.Cls, "pool.cls")]
    [InlineData(Pooling.Mean, "pool.mean")]
    [InlineData(Pooling.Max, "pool.max")]
    public void Pooled_vectors_equal_the_reference(Pooling pooling, string name)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var bert = BertCheckpoint.Load(golden.Folder);
        var input = golden.Forward;
        var pooled = Pool.Apply(pooling, bert.forward(input, LayerSelection.Last), input.Mask);
        Assert.InRange(GoldenBert.LargestDifference(pooled, golden.Floats(name)), 0, Tolerance);
    }

    [Fact]
    public void The_legacy_file_gives_the_same_numbers()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(golden.Folder, "config.json"), folder.File("config.json"));
        File.Copy(Path.Combine(golden.Folder, "model-legacy-names.safetensors"), folder.File("model.safetensors"));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var bert = BertCheckpoint.Load(folder.Path, withPooler: true);
        var hidden = bert.forward(golden.Forward, LayerSelection.Last);
        Assert.InRange(GoldenBert.LargestDifference(bert.Pool(hidden, golden.Forward.Mask), golden.Floats("forward.pooler")), 0, Tolerance);
    }

    [Fact]
    public void Cross_encoder_logits_equal_the_reference()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var bert = BertCheckpoint.Load(golden.Folder, withPooler: true);
        var pooled = bert.Pool(bert.forward(golden.Forward, LayerSelection.Last), golden.Forward.Mask);
        var logits = nn.functional.linear(pooled, golden.Floats("cross.classifier.weight"), golden.Floats("cross.classifier.bias"));
        Assert.InRange(GoldenBert.LargestDifference(logits, golden.Floats("cross.logit")), 0, Tolerance);
    }

    [Fact]
    public void Gradients_of_the_softmax_objective_equal_the_reference()
    {
        using var scope = NewDisposeScope();
        using var bert = BertCheckpoint.Load(golden.Folder);
        foreach (var (_, parameter) in bert.named_parameters()) parameter.requires_grad_(true);
        var (u, v) = (Encode("a"), Encode("b"));
        var logits = nn.functional.linear(cat([u, v, (u - v).abs()], 1), golden.Floats("siamese.softmax.weight"), golden.Floats("siamese.softmax.bias"));
        Assert.InRange(GoldenBert.LargestDifference(logits, golden.Floats("siamese.softmax.output")), 0, Tolerance);
        nn.functional.cross_entropy(logits, golden.Integers("siamese.label")).backward();
        foreach (var name in new[] { "embeddings.word_embeddings.weight", "encoder.layer.0.attention.self.query.weight", "encoder.layer.0.output.LayerNorm.bias" })
        {
            var expected = golden.Floats($"siamese.softmax.grad.{name}");
            var actual = bert.named_parameters().Single(parameter => parameter.name == name).parameter.grad!;
            Assert.InRange(GoldenBert.LargestDifference(actual, expected), 0, 1e-4 * expected.abs().max().item<float>()); // 1e-4 of the largest entry
        }

        Tensor Encode(string sentence)
        {
            var mask = golden.Integers($"siamese.{sentence}.mask").to(ScalarType.Bool);
            return Pool.Mean(bert.forward(new BertInput(golden.Integers($"siamese.{sentence}.ids"), mask), LayerSelection.Last), mask);
        }
    }

    [Fact]
    public void A_missing_tensor_stops_the_load_by_name()
    {
        using var folder = new TemporaryFolder();
        var config = File.ReadAllText(Path.Combine(golden.Folder, "config.json"));
        File.WriteAllText(folder.File("config.json"), config.Replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4", StringComparison.Ordinal));
        File.Copy(Path.Combine(golden.Folder, "model.safetensors"), folder.File("model.safetensors"));
        Assert.Contains("encoder.layer.3.", Assert.Throws<ActionableException>(() => BertCheckpoint.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_left_over_stops_the_load_by_name()
    {
        using var folder = new TemporaryFolder();
        var config = File.ReadAllText(Path.Combine(golden.Folder, "config.json"));
        File.WriteAllText(folder.File("config.json"), config.Replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 2", StringComparison.Ordinal));
        File.Copy(Path.Combine(golden.Folder, "model.safetensors"), folder.File("model.safetensors"));
        Assert.Contains("encoder.layer.2.", Assert.Throws<ActionableException>(() => BertCheckpoint.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_architecture_that_is_not_implemented_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), """{ "model_type": "roberta" }""");
        var failure = Assert.Throws<ActionableException>(() => BertConfig.Load(folder.File("config.json")));
        Assert.Contains("model_type \"roberta\" is not implemented", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => golden.Dispose();
}
