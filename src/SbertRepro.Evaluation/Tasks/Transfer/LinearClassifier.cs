using System.Numerics.Tensors;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>Multinomial logistic regression: the class with the largest w_c x + b_c.</summary>
/// <param name="weights">(C, D + 1) row-major; the last column is the bias.</param>
/// <param name="classes">C.</param>
public sealed class LinearClassifier(float[] weights, int classes)
{
    private readonly int dimension = (weights.Length / classes) - 1;

    public ReadOnlySpan<float> Weights => weights;

    /// <summary>The first of the classes with the largest score.</summary>
    public int Predict(ReadOnlySpan<float> vector)
    {
        Span<float> scores = stackalloc float[classes];
        for (var c = 0; c < classes; c++)
        {
            var row = weights.AsSpan(c * (dimension + 1), dimension + 1);
            scores[c] = TensorPrimitives.Dot(vector, row[..dimension]) + row[dimension];
        }
        return Largest(scores);
    }

    public int[] Predict(LabelledVectors data, IReadOnlyList<int> items) => [.. items.Select(item => Predict(data[item]))];

    /// <summary>Index of the first largest score; that of torch's max.</summary>
    internal static int Largest(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var c = 1; c < scores.Length; c++)
            if (scores[c] > scores[best]) best = c;
        return best;
    }
}
