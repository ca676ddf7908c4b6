using Microsoft.ML.OnnxRuntime;

namespace SbertRepro.Encoders.Onnx;

/// <summary>An input or output of a model: "input_ids Int64 [batch, sequence]".</summary>
/// <param name="Name">In the graph.</param>
/// <param name="Type">Of the elements.</param>
/// <param name="Axes">An extent, or the name of an axis of any extent ("?" where it has no name).</param>
public sealed record OnnxValue(string Name, string Type, IReadOnlyList<string> Axes)
{
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Axes)}]";
}

/// <summary>What a model file takes and gives, as ONNX Runtime sees it.</summary>
/// <param name="Bytes">Of the file.</param>
/// <param name="Inputs">In the order of the graph.</param>
/// <param name="Outputs">In the order of the graph.</param>
public sealed record OnnxDescription(long Bytes, IReadOnlyList<OnnxValue> Inputs, IReadOnlyList<OnnxValue> Outputs)
{
    /// <summary>Names of the axes of any extent.</summary>
    public IEnumerable<string> DynamicAxes => Inputs.Concat(Outputs).SelectMany(value => value.Axes).Where(axis => !long.TryParse(axis, out _)).Distinct();

    /// <exception cref="Evaluation.ActionableException">ONNX Runtime refuses the file.</exception>
    public static OnnxDescription Read(string path)
    {
        using var session = OnnxSession.Open(path, new OnnxOptions());
        return new(new FileInfo(path).Length, Values(session.InputMetadata), Values(session.OutputMetadata));
    }

    private static List<OnnxValue> Values(IReadOnlyDictionary<string, NodeMetadata> values) =>
        [.. values.Select(value => new OnnxValue(value.Key, $"{value.Value.ElementDataType}", [.. value.Value.Dimensions.Select((extent, axis) => AxisOf(value.Value, extent, axis))]))];

    private static string AxisOf(NodeMetadata value, int extent, int axis) =>
        extent >= 0 ? $"{extent}" : value.SymbolicDimensions.ElementAtOrDefault(axis) is { Length: > 0 } name ? name : "?";
}
