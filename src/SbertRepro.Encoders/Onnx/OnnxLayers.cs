using static SbertRepro.Encoders.Onnx.OnnxGraph;
using static SbertRepro.Encoders.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Onnx;

/// <summary>The layers that encoders, poolings and heads share, as ONNX nodes.</summary>
internal static class OnnxLayers
{
    /// <summary>A parameter of a torch module, in float32.</summary>
    public static string Weight(this OnnxGraph graph, string name, Tensor parameter) => graph.Weight(name, Floats(parameter), parameter.shape);

    /// <summary>x W^T + b for a torch weight (out, in), stored transposed since that is how a matrix product reads it.</summary>
    public static string Linear(this OnnxGraph graph, string states, string name, Tensor weight, Tensor? bias)
    {
        var (outputs, inputs) = (weight.shape[0], weight.shape[1]);
        var product = graph.Node("MatMul", [states, graph.Weight($"{name}.weight", Floats(weight.t()), inputs, outputs)]);
        return bias is null ? product : graph.Node("Add", [product, graph.Weight($"{name}.bias", bias)]);
    }

    /// <summary>
    /// The same in 8 bits: weights with one scale per output, fixed here; activations with one scale and zero point per batch, found while running. The product is a sum of
    /// 32-bit integers, which ONNX Runtime fuses with the scales. Measured on three BERT-base layers, one AVX512-VNNI core, 1,024 tokens of length 8: 438 ms in float32, 127 ms
    /// so, 128 ms with one scale for the whole matrix (and 1.6 times the loss of cosine), 294 ms with unsigned weights. On a machine without VNNI the kernel for
    /// signed weights saturates; <see cref="OnnxSession"/> asks for unsigned ones there.
    /// </summary>
    public static string Int8Linear(this OnnxGraph graph, string states, string name, Tensor weight, Tensor bias)
    {
        var (outputs, inputs) = (weight.shape[0], weight.shape[1]);
        var (values, scales) = Int8Weights.Quantize(Floats(weight.t()), (int)outputs);
        var quantized = graph.Nodes("DynamicQuantizeLinear", [states], outputs: 3);               // values, scale, zero point
        var product = graph.Node("MatMulInteger", [quantized[0], graph.Weight($"{name}.weight.int8", values, inputs, outputs), quantized[2]]);
        var scale = graph.Node("Mul", [quantized[1], graph.Weight($"{name}.weight.scale", scales, outputs)]);
        var scaled = graph.Node("Mul", [graph.Node("Cast", [product], Attribute("to", (long)DataType.Float)), scale]);
        return graph.Node("Add", [scaled, graph.Weight($"{name}.bias", bias)]);
    }

    /// <summary>A linear layer behind the pooling with its activation, (B, in) to (B, out).</summary>
    public static string Dense(this OnnxGraph graph, string vectors, string name, DenseLayer layer)
    {
        var product = graph.Linear(vectors, name, layer.Linear.weight!, layer.Linear.bias);
        return layer.Activation switch
        {
            Activation.Tanh => graph.Node("Tanh", [product]),
            Activation.ReLU => graph.Node("Relu", [product]),
            Activation.GELU => graph.Node("Gelu", [product]),
            _ => product,
        };
    }

    /// <summary>(B, T, H) to the state of [CLS], (B, H).</summary>
    public static string FirstToken(this OnnxGraph graph, string hidden) => graph.Node("Gather", [hidden, graph.Scalar(0L)], Attribute("axis", 1L));

    public static float[] Floats(Tensor parameter)
    {
        using var noGrad = no_grad();
        using var values = parameter.detach().to(float32).cpu().contiguous();
        return values.data<float>().ToArray();
    }
}
