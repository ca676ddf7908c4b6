using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>
/// A matrix M that the second derivatives of <see cref="LogisticObjective"/> nowhere exceed: half the second moments of the features (a quarter for two classes)
/// plus its convexity, a block for each class (Boehning 1992). With M = L L^T, the objective as a function of z = L^T w curves by at most 1 in every direction, however long and alike the vectors are;
/// its minimum stays where it was.
/// </summary>
/// <remarks>All folds of a task have nearly the same moments, so they share those of their union.</remarks>
internal sealed class CurvatureBound
{
    // Items whose products are summed at once: with 256 features 1 MB, which a core's second cache holds.
    private const int Block = 512;

    private readonly double[][] factor; // row i of L, i + 1 long

    private CurvatureBound(double[][] factor) => this.factor = factor;

    /// <summary>The mean over <paramref name="items"/> of x x^T, the constant feature included: (D + 1, D + 1), of which the lower triangle is filled.</summary>
    /// <param name="data">Features.</param>
    /// <param name="items">Sums run in this order, whatever the number of threads.</param>
    /// <param name="parallel">Threads, and how to stop.</param>
    public static double[][] Moments(LabelledVectors data, int[] items, ParallelOptions parallel)
    {
        var features = data.Dimension + 1;
        double[][] moments = [.. Enumerable.Range(1, features).Select(length => new double[length])];
        var columns = new double[features][]; // of the block
        for (var i = 0; i < features; i++) columns[i] = new double[Block];
        for (var start = 0; start < items.Length; start += Block)
        {
            var count = Math.Min(Block, items.Length - start);
            for (var n = 0; n < count; n++)
            {
                var vector = data[items[start + n]];
                for (var d = 0; d < vector.Length; d++) columns[d][n] = vector[d];
                columns[^1][n] = 1;
            }
            Parallel.For(0, features, parallel, i =>
            {
                for (var j = 0; j <= i; j++) moments[i][j] += TensorPrimitives.Dot<double>(columns[i].AsSpan(0, count), columns[j].AsSpan(0, count)) / items.Length;
            });
        }
        return moments;
    }

    /// <summary>M = scale x moments + convexity x identity.</summary>
    /// <exception cref="ArgumentException">M is not positive definite: the moments are not finite, or too large for the convexity to show beside them.</exception>
    public static CurvatureBound Of(double[][] moments, double scale, double convexity)
    {
        var bound = Matrix<double>.Build.Dense(moments.Length, moments.Length, (i, j) => (scale * (i >= j ? moments[i][j] : moments[j][i])) + (i == j ? convexity : 0));
        var cholesky = bound.Cholesky().Factor;
        return new CurvatureBound([.. Enumerable.Range(0, moments.Length).Select(i => Enumerable.Range(0, i + 1).Select(j => cholesky[i, j]).ToArray())]);
    }

    /// <summary>z = L^T w in place, for each class.</summary>
    public void FromWeights(Span<double> weights)
    {
        for (; weights.Length > 0; weights = weights[factor.Length..])
            for (var i = 0; i < factor.Length; i++)
            {
                var weight = weights[i];
                weights[i] = 0;
                TensorPrimitives.MultiplyAdd(factor[i], weight, weights[..(i + 1)], weights[..(i + 1)]);
            }
    }

    /// <summary>w = L^-T z in place, for each class.</summary>
    public void ToWeights(Span<double> point)
    {
        for (; point.Length > 0; point = point[factor.Length..])
            for (var i = factor.Length - 1; i >= 0; i--)
            {
                point[i] /= factor[i][i];
                TensorPrimitives.MultiplyAdd(factor[i].AsSpan(0, i), -point[i], point[..i], point[..i]);
            }
    }

    /// <summary>The gradient by z, L^-1 times the one by w, in place, for each class.</summary>
    public void ToGradient(Span<double> gradient)
    {
        for (; gradient.Length > 0; gradient = gradient[factor.Length..])
            for (var i = 0; i < factor.Length; i++) gradient[i] = (gradient[i] - TensorPrimitives.Dot<double>(factor[i].AsSpan(0, i), gradient[..i])) / factor[i][i];
    }
}
