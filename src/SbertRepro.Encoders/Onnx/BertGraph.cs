using static SbertRepro.Encoders.Onnx.OnnxGraph;
using static SbertRepro.Encoders.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Onnx;

/// <summary>
/// <see cref="Bert"/> written as ONNX nodes, in the order of that file. Shapes in comments as there: B sentences, T tokens, H hidden size, C heads, D = H / C, F intermediate size.
/// </summary>
internal sealed class BertGraph
{
    private readonly OnnxGraph _graph;
    private readonly BertConfig _config;
    private readonly OnnxPrecision _precision;
    private readonly Dictionary<string, Tensor> _weights;
    private readonly string _attentionBias; // (B, 1, 1, T): 0 where a token counts, else a number that softmax turns into 0

    public BertGraph(OnnxGraph graph, Bert bert, OnnxPrecision precision)
    {
        (_graph, _config, _precision) = (graph, bert.Config, precision);
        _weights = bert.named_parameters().ToDictionary(named => named.name, Tensor (named) => named.parameter);
        Ids = graph.Input("input_ids", DataType.Int64, "batch", "sequence");
        Mask = graph.Node("Cast", [graph.Input("attention_mask", DataType.Int64, "batch", "sequence")], Attribute("to", (long)DataType.Float));
        Segments = graph.Input("token_type_ids", DataType.Int64, "batch", "sequence");
        var padding = graph.Node("Sub", [graph.Scalar(1f), Mask]);
        _attentionBias = graph.Node("Unsqueeze", [graph.Node("Mul", [padding, graph.Scalar(float.MinValue)]), graph.Integers(1, 2)]);
    }

    /// <summary>(B, T) int64.</summary>
    public string Ids { get; }

    /// <summary>(B, T) float32, 1 where a token counts, 0 at padding.</summary>
    public string Mask { get; }

    /// <summary>(B, T) int64.</summary>
    public string Segments { get; }

    /// <summary>Token states of the selected layer, (B, T, H); deeper layers are left out of the graph.</summary>
    public string Hidden(LayerSelection layers)
    {
        var depth = layers.Depth(_config.Layers);
        var hidden = Embeddings();
        string? first = null;
        for (var index = 0; index < depth; index++)
        {
            hidden = Layer(hidden, $"encoder.layer.{index}");
            if (index == 0 && layers.AverageWithFirst) first = hidden;
        }

        return first is null ? hidden : _graph.Node("Mul", [_graph.Node("Add", [first, hidden]), _graph.Scalar(0.5f)]);
    }

    /// <summary>tanh(W h + b), (B, H), with h pooled as <see cref="BertConfig.ClassifierPooling"/> says; in float32 in any precision, since it costs one token per sentence.</summary>
    public string Pooler(string hidden) => _graph.Node(
        "Tanh", [_graph.Linear(_graph.Pooled(_config.ClassifierPooling, hidden, Mask), "pooler.dense", _weights["pooler.dense.weight"], _weights["pooler.dense.bias"])]);

    private string Embeddings()
    {
        var words = _graph.Node("Gather", [Table("word"), Ids]);                                 // (B, T, H)
        var length = _graph.Node("Shape", [Ids], Attribute("start", 1L));                        // (1): T
        var positions = _graph.Node("Slice", [Table("position"), _graph.Integers(0), length]);   // (T, H)
        var types = _graph.Node("Gather", [Table("token_type"), Segments]);                      // (B, T, H)
        return Norm(_graph.Node("Add", [_graph.Node("Add", [words, types]), positions]), "embeddings.LayerNorm");
    }

    private string Layer(string hidden, string name)
    {
        var attended = Residual(Attention(hidden, $"{name}.attention.self"), hidden, $"{name}.attention.output");   // (B, T, H)
        var wide = _graph.Node("Gelu", [Linear(attended, $"{name}.intermediate.dense")]);                            // (B, T, F), exact erf gelu
        return Residual(wide, attended, $"{name}.output");
    }

    // Plain operators: ONNX Runtime's own MultiHeadAttention was no faster (453 against 438 ms for three BERT-base layers),
    // and its Attention of operator set 23 does not broadcast the mask.
    private string Attention(string hidden, string name)
    {
        var query = Split(Linear(hidden, $"{name}.query"), 0, 2, 1, 3);                          // (B, C, T, D)
        var key = Split(Linear(hidden, $"{name}.key"), 0, 2, 3, 1);                              // (B, C, D, T)
        var value = Split(Linear(hidden, $"{name}.value"), 0, 2, 1, 3);                          // (B, C, T, D)
        var scale = _graph.Scalar(1 / MathF.Sqrt(_config.HiddenSize / _config.Heads));
        var scores = _graph.Node("Mul", [_graph.Node("MatMul", [query, key]), scale]);           // (B, C, T, T)
        var weights = _graph.Node("Softmax", [_graph.Node("Add", [scores, _attentionBias])], Attribute("axis", -1L));
        var context = _graph.Node("Transpose", [_graph.Node("MatMul", [weights, value])], Attribute("perm", [0, 2, 1, 3]));
        return _graph.Node("Reshape", [context, _graph.Integers(0, 0, _config.HiddenSize)]);     // (B, T, H)

        string Split(string states, params long[] permutation) =>
            _graph.Node("Transpose", [_graph.Node("Reshape", [states, _graph.Integers(0, 0, _config.Heads, -1)])], Attribute("perm", permutation));
    }

    private string Residual(string states, string residual, string name) =>
        Norm(_graph.Node("Add", [Linear(states, $"{name}.dense"), residual]), $"{name}.LayerNorm");

    private string Linear(string states, string name)
    {
        var (weight, bias) = (_weights[$"{name}.weight"], _weights[$"{name}.bias"]);
        return _precision == OnnxPrecision.Int8 ? _graph.Int8Linear(states, name, weight, bias) : _graph.Linear(states, name, weight, bias);
    }

    private string Norm(string states, string name) => _graph.Node(
        "LayerNormalization", [states, _graph.Weight($"{name}.weight", _weights[$"{name}.weight"]), _graph.Weight($"{name}.bias", _weights[$"{name}.bias"])],
        Attribute("axis", -1L), Attribute("epsilon", _config.LayerNormEpsilon));

    private string Table(string name) => _graph.Weight($"embeddings.{name}_embeddings.weight", _weights[$"embeddings.{name}_embeddings.weight"]);
}
