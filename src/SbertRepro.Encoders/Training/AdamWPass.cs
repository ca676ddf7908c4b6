using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// One step of AdamW over a range of the flat buffers in main memory, each number read and written once. Tensor calls take ten passes: of a step of 16 NLI pairs on the mini-BERT
/// they were a fifth (33 of 165 ms, two cores without AVX-512, reports/LOG.md).
/// </summary>
/// <param name="Options">Decay rates and epsilon.</param>
/// <param name="Rate">Learning rate.</param>
/// <param name="Scale">Of the gradient: below 1 where it is clipped.</param>
/// <param name="FirstCorrection">What the first moment is divided by.</param>
/// <param name="SecondCorrection">What the second moment is divided by.</param>
internal readonly record struct AdamWPass(AdamWOptions Options, double Rate, double Scale, double FirstCorrection, double SecondCorrection)
{
    /// <summary>Updates float32 tensors (n) in place; the decay mask is 1 where weights decay, else 0.</summary>
    public void Run(Tensor weights, Tensor first, Tensor second, Tensor gradient, Tensor decayMask)
    {
        Span<float> w = Numbers(weights), m = Numbers(first), v = Numbers(second), g = Numbers(gradient), mask = Numbers(decayMask);
        var vectors = w.Length - (w.Length % Vector<float>.Count);
        for (var at = 0; at < vectors; at += Vector<float>.Count)
        {
            var slope = new Vector<float>(g[at..]) * (float)Scale;
            var mean = (new Vector<float>(m[at..]) * (float)Options.Beta1) + (slope * (float)(1 - Options.Beta1));
            var square = (new Vector<float>(v[at..]) * (float)Options.Beta2) + (slope * slope * (float)(1 - Options.Beta2));
            var kept = new Vector<float>(w[at..]) * (Vector<float>.One - (new Vector<float>(mask[at..]) * (float)(Rate * Options.WeightDecay)));
            var length = Vector.SquareRoot(square / new Vector<float>((float)SecondCorrection)) + new Vector<float>((float)Options.Epsilon);
            (kept - (mean / length * (float)(Rate / FirstCorrection))).CopyTo(w[at..]);
            mean.CopyTo(m[at..]);
            square.CopyTo(v[at..]);
        }

        for (var at = vectors; at < w.Length; at++)
        {
            var slope = g[at] * (float)Scale;
            m[at] = (m[at] * (float)Options.Beta1) + (slope * (float)(1 - Options.Beta1));
            v[at] = (v[at] * (float)Options.Beta2) + (slope * slope * (float)(1 - Options.Beta2));
            w[at] = (w[at] * (1 - (mask[at] * (float)(Rate * Options.WeightDecay)))) - (m[at] / (MathF.Sqrt(v[at] / (float)SecondCorrection) + (float)Options.Epsilon) * (float)(Rate / FirstCorrection));
        }
    }

    private static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
