using System.Numerics.Tensors;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>
/// f(W, b) = mean over items of -log softmax(W x + b)[label] + l2 / 2 (|W|^2 + |b|^2): the function whose gradient the toolkit's Adam follows batch by batch, its coupled weight decay
/// l2 w being the gradient of the second term, bias included. l2-strongly convex, hence one minimum, at most |gradient|^2 / (2 l2) below f. All sums in float64.
/// </summary>
/// <remarks>
/// Of two classes only the difference v of the two weight vectors matters to the first term, and the second is least where they are opposite, v / 2 and -v / 2, which leaves
/// l2 / 4 |v|^2: half the work, the same minimum.
/// </remarks>
internal sealed class LogisticObjective
{
    private readonly double[] vectors; // (N, D + 1), the last column 1
    private readonly int[] labels;
    private readonly int classes;
    private readonly int features;
    private readonly bool isBinary;

    public LogisticObjective(LabelledVectors data, int[] items)
    {
        (classes, features, isBinary) = (data.Classes, data.Dimension + 1, data.Classes == 2);
        (vectors, labels) = (new double[(long)items.Length * features], [.. items.Select(item => data.Labels[item])]);
        for (var i = 0; i < items.Length; i++)
        {
            var row = vectors.AsSpan(i * features, features);
            TensorPrimitives.ConvertTruncating(data[items[i]], row[..^1]);
            row[^1] = 1;
        }
    }

    /// <summary>Free parameters: a row of D weights and a bias for each class, or one row for two classes.</summary>
    public int Size => isBinary ? features : classes * features;

    public int Evaluations { get; private set; }

    /// <summary>The value at <paramref name="weights"/>; writes the gradient.</summary>
    public double Evaluate(ReadOnlySpan<double> weights, double l2, Span<double> gradient)
    {
        Evaluations++;
        gradient.Clear();
        var (loss, share, first) = (0.0, 1.0 / labels.Length, isBinary ? 1 : 0);
        Span<double> scores = stackalloc double[classes];
        for (var i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<double> vector = vectors.AsSpan(i * features, features);
            scores[0] = 0;
            for (var c = first; c < classes; c++) scores[c] = TensorPrimitives.Dot(vector, weights.Slice((c - first) * features, features));
            loss += CrossEntropy(scores, labels[i]);
            for (var c = first; c < classes; c++)
            {
                var part = gradient.Slice((c - first) * features, features);
                TensorPrimitives.MultiplyAdd(vector, scores[c] * share, part, part);
            }
        }
        TensorPrimitives.MultiplyAdd(weights, Convexity(l2), gradient, gradient);
        return (loss * share) + (Convexity(l2) / 2 * TensorPrimitives.SumOfSquares(weights));
    }

    /// <summary>No more than this lies between the value and the minimum.</summary>
    public double Gap(ReadOnlySpan<double> gradient, double l2) => TensorPrimitives.SumOfSquares(gradient) / (2 * Convexity(l2));

    /// <summary>(C, D + 1) weights for <see cref="LinearClassifier"/>.</summary>
    public float[] ByClass(ReadOnlySpan<double> weights)
    {
        var byClass = new float[classes * features];
        for (var i = 0; i < weights.Length; i++)
        {
            if (isBinary) (byClass[i], byClass[features + i]) = ((float)(-weights[i] / 2), (float)(weights[i] / 2));
            else byClass[i] = (float)weights[i];
        }
        return byClass;
    }

    private double Convexity(double l2) => isBinary ? l2 / 2 : l2;

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
