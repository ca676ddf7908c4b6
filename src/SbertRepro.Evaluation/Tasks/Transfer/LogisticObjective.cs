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
    // Parts are summed one by one and then in order, so that a value does not depend on the number of threads.
    private const int ItemsOfPart = 2048;

    private readonly LabelledVectors data;
    private readonly int[] items;
    private readonly ParallelOptions parallel;
    private readonly int features; // D + 1, the last one 1
    private readonly bool isBinary;
    private readonly (double Loss, double[] Gradient)[] parts;

    public LogisticObjective(LabelledVectors data, int[] items, ParallelOptions? parallel = null)
    {
        (this.data, this.items, this.parallel) = (data, items, parallel ?? new ParallelOptions { MaxDegreeOfParallelism = 1 });
        (features, isBinary) = (data.Dimension + 1, data.Classes == 2);
        parts = [.. Enumerable.Range(0, (items.Length + ItemsOfPart - 1) / ItemsOfPart).Select(_ => (0.0, new double[Size]))];
    }

    /// <summary>Free parameters: a row of D weights and a bias for each class, or one row for two classes.</summary>
    public int Size => isBinary ? features : data.Classes * features;

    public int Evaluations { get; private set; }

    /// <summary>The value at <paramref name="weights"/>; writes the gradient.</summary>
    public double Evaluate(double[] weights, double l2, Span<double> gradient)
    {
        Evaluations++;
        if (parallel.MaxDegreeOfParallelism == 1)
            for (var k = 0; k < parts.Length; k++) EvaluatePart(weights, k);
        else Parallel.For(0, parts.Length, parallel, k => EvaluatePart(weights, k));
        var loss = 0.0;
        TensorPrimitives.Multiply(weights, Convexity(data.Classes, l2), gradient);
        foreach (var part in parts)
        {
            loss += part.Loss;
            TensorPrimitives.Add(gradient, part.Gradient, gradient);
        }
        return (loss / items.Length) + (Convexity(data.Classes, l2) / 2 * TensorPrimitives.SumOfSquares<double>(weights));
    }

    private void EvaluatePart(double[] weights, int place)
    {
        var (loss, share, first) = (0.0, 1.0 / items.Length, isBinary ? 1 : 0);
        Span<double> gradient = parts[place].Gradient, scores = stackalloc double[data.Classes], vector = stackalloc double[features];
        gradient.Clear();
        vector[^1] = 1;
        foreach (var item in items.AsSpan(place * ItemsOfPart, Math.Min(ItemsOfPart, items.Length - (place * ItemsOfPart))))
        {
            TensorPrimitives.ConvertTruncating(data[item], vector[..^1]);
            scores[0] = 0;
            for (var c = first; c < scores.Length; c++) scores[c] = TensorPrimitives.Dot(vector, weights.AsSpan((c - first) * features, features));
            loss += CrossEntropy(scores, data.Labels[item]);
            for (var c = first; c < scores.Length; c++)
            {
                var part = gradient.Slice((c - first) * features, features);
                TensorPrimitives.MultiplyAdd(vector, scores[c] * share, part, part);
            }
        }
        parts[place].Loss = loss;
    }

    /// <summary>No more than this lies between the value and the minimum.</summary>
    public double Gap(ReadOnlySpan<double> gradient, double l2) => TensorPrimitives.SumOfSquares(gradient) / (2 * Convexity(data.Classes, l2));

    /// <summary>(C, D + 1) weights for <see cref="LinearClassifier"/>.</summary>
    public float[] ByClass(ReadOnlySpan<double> weights)
    {
        var byClass = new float[data.Classes * features];
        for (var i = 0; i < weights.Length; i++)
        {
            if (isBinary) (byClass[i], byClass[features + i]) = ((float)(-weights[i] / 2), (float)(weights[i] / 2));
            else byClass[i] = (float)weights[i];
        }
        return byClass;
    }

    /// <summary>The least curvature, which is all that regularisation adds to it.</summary>
    public static double Convexity(int classes, double l2) => classes == 2 ? l2 / 2 : l2;

    /// <summary>An item's cross-entropy curves by at most this multiple of x x^T in any direction: p (1 - p) of two classes, p_c (1[c = d] - p_d) of more.</summary>
    public static double LargestCurvature(int classes) => classes == 2 ? 0.25 : 0.5;

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
