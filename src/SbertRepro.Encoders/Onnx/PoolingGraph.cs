using static SbertRepro.Encoders.Onnx.OnnxGraph;
using static SbertRepro.Encoders.Onnx.TensorProto.Types;

namespace SbertRepro.Encoders.Onnx;

/// <summary><see cref="Pool"/> written as ONNX nodes, over token states (B, T, H) and a float mask (B, T).</summary>
internal static class PoolingGraph
{
    /// <summary>(B, H), or (B, k H) for k modes in the order of <see cref="Pool.Apply"/>.</summary>
    public static string Pooled(this OnnxGraph graph, Pooling pooling, string hidden, string mask)
    {
        var column = graph.Node("Unsqueeze", [mask, graph.Integers(2)]);                         // (B, T, 1)
        List<string> parts = [];
        if (pooling.HasFlag(Pooling.Cls)) parts.Add(graph.FirstToken(hidden));
        if (pooling.HasFlag(Pooling.Max)) parts.Add(Max(graph, hidden, column));
        if (pooling.HasFlag(Pooling.Mean)) parts.Add(graph.Node("Div", [Sum(graph, hidden, column), Lengths(graph, mask)]));
        if (pooling.HasFlag(Pooling.MeanSqrtLength)) parts.Add(graph.Node("Div", [Sum(graph, hidden, column), graph.Node("Sqrt", [Lengths(graph, mask)])]));
        return parts.Count == 1 ? parts[0] : graph.Node("Concat", [.. parts], Attribute("axis", 1L));
    }

    /// <summary>v / max(|v|, 1e-12), as torch's normalize.</summary>
    public static string Normalized(this OnnxGraph graph, string vectors)
    {
        var length = graph.Node("ReduceL2", [vectors, graph.Integers(1)], Attribute("keepdims", 1L));
        return graph.Node("Div", [vectors, graph.Node("Max", [length, graph.Scalar(1e-12f)])]);
    }

    private static string Max(OnnxGraph graph, string hidden, string column)
    {
        var counts = graph.Node("Cast", [column], Attribute("to", (long)DataType.Bool));
        return graph.Node("ReduceMax", [graph.Node("Where", [counts, hidden, graph.Scalar(float.MinValue)]), graph.Integers(1)], Attribute("keepdims", 0L));
    }

    private static string Sum(OnnxGraph graph, string hidden, string column) =>
        graph.Node("ReduceSum", [graph.Node("Mul", [hidden, column]), graph.Integers(1)], Attribute("keepdims", 0L));

    private static string Lengths(OnnxGraph graph, string mask) => graph.Node("ReduceSum", [mask, graph.Integers(1)], Attribute("keepdims", 1L)); // (B, 1)
}
