namespace SbertRepro.Encoders.Onnx;

/// <summary>Symmetric quantisation of a weight matrix to 8 bits, one scale per output: w is about scale_j * q, q in -127 ... 127.</summary>
internal static class Int8Weights
{
    private const int Largest = 127; // -128 stays unused, so that the range is symmetric

    /// <param name="weights">(in, out) row-major.</param>
    /// <param name="outputs">Columns.</param>
    /// <returns>Values (in, out) and one scale per column; an all-zero column has scale 1.</returns>
    public static (sbyte[] Values, float[] Scales) Quantize(float[] weights, int outputs)
    {
        var scales = new float[outputs];
        foreach (var row in Rows(weights, outputs))
            for (var column = 0; column < outputs; column++) scales[column] = Math.Max(scales[column], Math.Abs(weights[row + column]));
        for (var column = 0; column < outputs; column++) scales[column] = scales[column] == 0 ? 1 : scales[column] / Largest;
        var values = new sbyte[weights.Length];
        foreach (var row in Rows(weights, outputs))
            for (var column = 0; column < outputs; column++) values[row + column] = (sbyte)MathF.Round(weights[row + column] / scales[column]); // ties to even
        return (values, scales);
    }

    private static IEnumerable<int> Rows(float[] weights, int outputs) => Enumerable.Range(0, weights.Length / outputs).Select(row => row * outputs);
}
