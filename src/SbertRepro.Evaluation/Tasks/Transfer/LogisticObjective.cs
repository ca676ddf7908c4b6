using System.Numerics.Tensors;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>
/// f(W, b) = mean over items of -log softmax(W x + b)[label] + l2 / 2 (|W|^2 + |b|^2): the function whose gradient the toolkit's Adam follows batch by batch, its coupled weight decay
/// l2 w being the gradient of the second term, bias included. Strictly convex for l2 > 0. All sums in float64.
/// </summary>
internal sealed class LogisticObjective
{
    private readonly double[] vectors; // (N, D + 1), the last column 1
    private readonly int[] labels;
    private readonly int classes;
    private readonly int features;

    public LogisticObjective(LabelledVectors data, int[] items)
    {
        (classes, features) = (data.Classes, data.Dimension + 1);
        (vectors, labels) = (new double[(long)items.Length * features], [.. items.Select(item => data.Labels[item])]);
        for (var i = 0; i < items.Length; i++)
        {
            var row = vectors.AsSpan(i * features, features);
            TensorPrimitives.ConvertTruncating(data[items[i]], row[..^1]);
            row[^1] = 1;
        }
    }

    /// <summary>Free parameters: C (D + 1), row-major, the bias last in each row.</summary>
    public int Size => classes * features;

    public int Evaluations { get; private set; }

    /// <summary>The value at <paramref name="weights"/>; writes the gradient.</summary>
    public double Evaluate(ReadOnlySpan<double> weights, double l2, Span<double> gradient)
    {
        Evaluations++;
        gradient.Clear();
        var (loss, share) = (0.0, 1.0 / labels.Length);
        Span<double> scores = stackalloc double[classes];
        for (var i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<double> vector = vectors.AsSpan(i * features, features);
            for (var c = 0; c < classes; c++) scores[c] = TensorPrimitives.Dot(vector, weights.Slice(c * features, features));
            loss += CrossEntropy(scores, labels[i]);
            for (var c = 0; c < classes; c++)
            {
                var part = gradient.Slice(c * features, features);
                TensorPrimitives.MultiplyAdd(vector, scores[c] * share, part, part);
            }
        }
        TensorPrimitives.MultiplyAdd(weights, l2, gradient, gradient);
        return (loss * share) + (l2 / 2 * TensorPrimitives.SumOfSquares(weights));
    }

    // Scores become softmax - truth, its derivative.
    private static double CrossEntropy(Span<double> scores, int label)
    {
        var (maximum, own) = (TensorPrimitives.Max<double>(scores), scores[label]);
        var sum = 0.0;
        for (var c = 0; c < scores.Length; c++) sum += scores[c] = Math.Exp(scores[c] - maximum);
        for (var c = 0; c < scores.Length; c++) scores[c] /= sum;
        scores[label] -= 1;
        return maximum + Math.Log(sum) - own;
    }
}
