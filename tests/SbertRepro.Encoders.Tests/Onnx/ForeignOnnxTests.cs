using SbertRepro.Encoders.Onnx;
using SbertRepro.Encoders.Tests.Models;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;
using Xunit;
using static SbertRepro.Encoders.Onnx.TensorProto.Types;

namespace SbertRepro.Encoders.Tests.Onnx;

/// <summary>Graphs as other exporters write them, made by hand: a table of token vectors (id, 1) and little else.</summary>
public sealed class ForeignOnnxTests : IDisposable
{
    private const int VocabularySize = 57; // of TinyModel

    private readonly TemporaryFolder _folder = new();
    private readonly OnnxGraph _graph = new("foreign");

    public ForeignOnnxTests() => TinyModel.Write(_folder.Path);

    // TinyModel's vocabulary: [CLS] 2, [SEP] 3, a 5, b 6, c 7.
    [Theory]
    [InlineData("input_ids", "attention_mask", false)]
    [InlineData("ids", "mask", false)]
    [InlineData("input:0", "input_mask:0", true)]
    public void Names_and_integer_types_of_inputs_may_differ(string ids, string mask, bool narrow)
    {
        Output("last_hidden_state", Tokens(Inputs(ids, mask, narrow ? DataType.Int32 : DataType.Int64)), "batch", "sequence", "2");
        AssertVectors([2 + 5 + 3, 3], [2 + 5 + 6 + 7 + 3, 5]);
    }

    [Fact]
    public void Token_types_are_passed_where_they_are_asked_for()
    {
        var ids = Inputs("input_ids", "attention_mask", DataType.Int64);
        _graph.Input("segment_ids", DataType.Int64, "batch", "sequence");
        Output("last_hidden_state", Tokens(ids), "batch", "sequence", "2");
        AssertVectors([2 + 5 + 3, 3], [2 + 5 + 6 + 7 + 3, 5]);
    }

    [Fact]
    public void An_output_of_another_name_is_recognised_by_its_three_axes()
    {
        var tokens = Tokens(Inputs("input_ids", "attention_mask", DataType.Int64));
        Output("pooler_output", First(tokens), "batch", "2");
        Output("output_1", tokens, "batch", "sequence", "2");
        AssertVectors([2 + 5 + 3, 3], [2 + 5 + 6 + 7 + 3, 5]);
    }

    [Fact]
    public void A_sentence_embedding_is_taken_before_token_states()
    {
        var tokens = Tokens(Inputs("input_ids", "attention_mask", DataType.Int64));
        Output("token_embeddings", tokens, "batch", "sequence", "2");
        Output("sentence_embedding", First(tokens), "batch", "2");
        AssertVectors([2, 1], [2, 1]);
    }

    [Fact]
    public void The_only_vector_beside_a_pooler_output_is_the_sentence_vector()
    {
        var tokens = Tokens(Inputs("input_ids", "attention_mask", DataType.Int64));
        Output("pooler_output", _graph.Node("Neg", [First(tokens)]), "batch", "2");
        Output("embeddings", First(tokens), "batch", "2");
        AssertVectors([2, 1], [2, 1]);
    }

    [Fact]
    public void A_pooler_output_alone_is_refused_with_the_names_of_inputs_and_outputs()
    {
        Output("pooler_output", First(Tokens(Inputs("input_ids", "attention_mask", DataType.Int64))), "batch", "2");
        AssertRefused("no output holds token states or sentence vectors", "input_ids Int64 [?, ?]", "pooler_output Float [?, 2]");
    }

    [Fact]
    public void An_input_that_nothing_is_known_of_is_refused_by_name()
    {
        var ids = Inputs("input_ids", "attention_mask", DataType.Int64);
        _graph.Input("pixels", DataType.Int64, "batch", "sequence");
        Output("last_hidden_state", Tokens(ids), "batch", "sequence", "2");
        AssertRefused("nothing is known for input pixels");
    }

    [Fact]
    public void A_model_without_attention_mask_is_refused_since_padding_would_count()
    {
        Output("last_hidden_state", Tokens(_graph.Input("input_ids", DataType.Int64, "batch", "sequence")), "batch", "sequence", "2");
        AssertRefused("no input takes the attention mask");
    }

    [Fact]
    public void A_model_for_one_sentence_of_a_fixed_length_is_refused()
    {
        var ids = _graph.Input("input_ids", DataType.Int64, "1", "128");
        _graph.Input("attention_mask", DataType.Int64, "1", "128");
        Output("last_hidden_state", Tokens(ids), "1", "128", "2");
        AssertRefused("input input_ids does not take (batch, sequence) of any extent", "input_ids Int64 [1, 128]");
    }

    [Fact]
    public void A_graph_that_fails_while_it_runs_is_refused_with_the_reason()
    {
        var ids = Inputs("input_ids", "attention_mask", DataType.Int64);
        Output("last_hidden_state", _graph.Node("Reshape", [Tokens(ids), _graph.Integers(7, 7, 7)]), "batch", "sequence", "2");
        AssertRefused("ONNX Runtime stopped with", "last_hidden_state");
    }

    [Fact]
    public void Scores_of_pairs_come_from_the_logits_with_the_segments_of_each_pair()
    {
        Inputs("input_ids", "attention_mask", DataType.Int64);
        var segments = _graph.Node("Cast", [_graph.Input("token_type_ids", DataType.Int64, "batch", "sequence")], OnnxGraph.Attribute("to", (long)DataType.Float));
        Output("logits", _graph.Node("ReduceSum", [segments, _graph.Integers(1)], OnnxGraph.Attribute("keepdims", 1L)), "batch", "1");
        Write();

        SentencePair[] pairs = [new("a", "b"), new("a b c", "a b"), new("a", "a b c d")];
        using var raw = OnnxPairScorer.Load(_folder.Path, sigmoid: false);
        Assert.Equal([2, 3, 5], raw.Score(pairs)); // tokens of the second sentence and the last [SEP]
        using var scorer = OnnxPairScorer.Load(_folder.Path);
        Assert.Equal(raw.Score(pairs).Select(logit => 1 / (1 + MathF.Exp(-logit))), scorer.Score(pairs));
    }

    [Fact]
    public void A_classifier_of_several_classes_is_no_scorer()
    {
        Output("logits", First(Tokens(Inputs("input_ids", "attention_mask", DataType.Int64))), "batch", "2");
        Write();
        using var scorer = OnnxPairScorer.Load(_folder.Path);
        Assert.Contains("logits has shape [1, 2] for 1 pairs", Assert.Throws<ActionableException>(() => scorer.Score([new("a", "b")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_model_is_refused_with_the_places_that_were_searched()
    {
        var failure = Assert.Throws<ActionableException>(() => OnnxSentenceEncoder.Load(_folder.Path));
        Assert.Contains("no model.onnx and no onnx", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_is_refused_by_its_path()
    {
        Output("last_hidden_state", Tokens(Inputs("input_ids", "attention_mask", DataType.Int64)), "batch", "sequence", "2");
        Write();
        var path = _folder.File("model.onnx");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20]);
        var failure = Assert.Throws<ActionableException>(() => OnnxSentenceEncoder.Load(_folder.Path));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains("ONNX Runtime refuses it", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Inputs(string ids, string mask, DataType type)
    {
        _graph.Input(mask, type, "batch", "sequence");
        return _graph.Input(ids, type, "batch", "sequence");
    }

    private string Tokens(string ids)
    {
        var table = _graph.Weight("table", [.. Enumerable.Range(0, VocabularySize).SelectMany(id => new[] { id, 1f })], VocabularySize, 2);
        return _graph.Node("Gather", [table, ids]);
    }

    private string First(string tokens) => _graph.FirstToken(tokens);

    private void Output(string name, string value, params string[] axes) => _graph.Output(name, value, axes);

    private void Write() => OnnxExport.Write(_graph.Model(OnnxExport.Opset, irVersion: 9), _folder.Path);

    /// <summary>What "a" and "a b c" give: the sum of their token vectors over the last component, which counts the tokens.</summary>
    private void AssertVectors(float[] shortSum, float[] longSum)
    {
        Write();
        using var encoder = OnnxSentenceEncoder.Load(_folder.Path);
        Assert.Equal(2, encoder.Dimension);
        var vectors = encoder.Encode(["a b c", "a"]);
        Assert.Equal(longSum.Select(value => value / longSum[1]), vectors[0].ToArray());
        Assert.Equal(shortSum.Select(value => value / shortSum[1]), vectors[1].ToArray());
    }

    private void AssertRefused(params string[] texts)
    {
        Write();
        var message = Assert.Throws<ActionableException>(() => OnnxSentenceEncoder.Load(_folder.Path)).Message;
        Assert.All(texts, text => Assert.Contains(text, message, StringComparison.Ordinal));
    }
}
