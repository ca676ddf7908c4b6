using System.Runtime.InteropServices;
using Google.Protobuf;
using static SbertRepro.Encoders.Onnx.TensorProto.Types;

namespace SbertRepro.Encoders.Onnx;

/// <summary>A graph under construction. Every method that adds something returns the name of its value; names are counted, so the same calls give the same bytes.</summary>
internal sealed class OnnxGraph
{
    private readonly GraphProto _graph;
    private readonly HashSet<string> _initializers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _computed = new(StringComparer.Ordinal);

    public OnnxGraph(string name) => _graph = new GraphProto { Name = name };

    /// <param name="name">Of the input.</param>
    /// <param name="type">Element type.</param>
    /// <param name="axes">One per axis: a number is a fixed extent, any other text names an axis of any extent.</param>
    public string Input(string name, DataType type, params string[] axes)
    {
        _graph.Input.Add(ValueInfo(name, type, axes));
        return name;
    }

    /// <summary>Publishes <paramref name="value"/>, float32, as an output of the model.</summary>
    public void Output(string name, string value, params string[] axes)
    {
        Add("Identity", [value], [name], []);
        _graph.Output.Add(ValueInfo(name, DataType.Float, axes));
    }

    /// <summary>A node with one output.</summary>
    public string Node(string operation, string[] inputs, params AttributeProto[] attributes) => Nodes(operation, inputs, 1, attributes)[0];

    /// <summary>A node with several outputs. What the graph computes already is not computed again: the values of the earlier node are returned.</summary>
    public string[] Nodes(string operation, string[] inputs, int outputs, params AttributeProto[] attributes)
    {
        var key = $"{operation}({string.Join(", ", inputs)}) {string.Join<AttributeProto>(' ', attributes)}";
        if (_computed.TryGetValue(key, out var known)) return known;
        var name = $"{operation}_{_graph.Node.Count}";
        string[] values = [.. Enumerable.Range(0, outputs).Select(index => outputs == 1 ? name : $"{name}.{index}")];
        Add(operation, inputs, values, attributes);
        return _computed[key] = values;
    }

    public string Weight(string name, float[] values, params long[] shape) => Initializer(name, DataType.Float, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    public string Weight(string name, sbyte[] values, params long[] shape) => Initializer(name, DataType.Int8, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    /// <summary>A list of integers, such as the axes of a reduction.</summary>
    public string Integers(params long[] values) => Initializer($"integers {string.Join(' ', values)}", DataType.Int64, MemoryMarshal.AsBytes(values.AsSpan()), values.Length);

    public string Scalar(long value) => Initializer($"integer {value}", DataType.Int64, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)));

    public string Scalar(float value) => Initializer(FormattableString.Invariant($"number {value:R}"), DataType.Float, MemoryMarshal.AsBytes(new ReadOnlySpan<float>(in value)));

    public static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    public static AttributeProto Attribute(string name, double value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = (float)value };

    public static AttributeProto Attribute(string name, long[] values) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } };

    /// <summary>The finished model.</summary>
    public ModelProto Model(int opset, int irVersion) => new()
    {
        IrVersion = irVersion,
        ProducerName = "sbert-repro",
        OpsetImport = { new OperatorSetIdProto { Version = opset } },
        Graph = _graph,
    };

    private void Add(string operation, string[] inputs, string[] outputs, AttributeProto[] attributes) =>
        _graph.Node.Add(new NodeProto { Name = outputs[0], OpType = operation, Input = { inputs }, Output = { outputs }, Attribute = { attributes } });

    private string Initializer(string name, DataType type, ReadOnlySpan<byte> littleEndian, params long[] shape)
    {
        if (_initializers.Add(name))
            _graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)type, Dims = { shape }, RawData = ByteString.CopyFrom(littleEndian) });
        return name;
    }

    private static ValueInfoProto ValueInfo(string name, DataType type, string[] axes)
    {
        var shape = new TensorShapeProto();
        foreach (var axis in axes)
        {
            shape.Dim.Add(long.TryParse(axis, out var extent)
                ? new TensorShapeProto.Types.Dimension { DimValue = extent }
                : new TensorShapeProto.Types.Dimension { DimParam = axis });
        }
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } } };
    }
}
