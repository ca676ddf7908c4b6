using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>What a function says of a point.</summary>
/// <param name="Value">f there.</param>
/// <param name="Gradient">Of f.</param>
/// <param name="Gap">No more than this lies between the value and the minimum.</param>
internal readonly record struct Evaluated(double Value, double[] Gradient, double Gap);

/// <summary>MathNet's L-BFGS for a smooth strictly convex function that curves by at most about 1, ended by the gap to the minimum instead of by its own rules.</summary>
internal static class Lbfgs
{
    // Steps kept: TREC's weakest l2 took 311 evaluations at 20, 222 at 40, 197 at 80; tasks of two classes need fewer steps than any of these.
    private const int Memory = 40;

    private const int LargestIterations = 10_000;

    // Ends no search, but says where the first one begins: with a step in proportion to it, which then doubles. Smaller costs evaluations; at 1e-8 the gradient itself is rounding.
    private const double GradientTolerance = 1e-8;

    /// <summary>Goes downhill from <paramref name="start"/> until the gap is at most <paramref name="aim"/>.</summary>
    /// <returns>The point with the smallest gap, which is larger than the aim when there is no way down within the accuracy of float64.</returns>
    public static (double[] Point, Evaluated There) Minimise(double[] start, double aim, Func<double[], Evaluated> evaluate)
    {
        var best = (Point: start, There: evaluate(start));
        if (best.There.Gap <= aim) return best;
        try
        {
            new LimitedMemoryBfgsMinimizer(GradientTolerance, parameterTolerance: 0, functionProgressTolerance: 0, Memory, LargestIterations)
                .FindMinimum(ObjectiveFunction.Gradient(Seen), Vector<double>.Build.Dense(start));
        }
        catch (OptimizationException)
        {
            // No way down that its line search could tell from rounding: the gap says how good the best point is.
        }
        return best;

        // A gradient of zero is what ends the search by MathNet's own rule.
        (double, Vector<double>) Seen(Vector<double> at)
        {
            var point = at.ToArray();
            var there = evaluate(point);
            if (there.Gap < best.There.Gap) best = (point, there);
            return (there.Value, Vector<double>.Build.Dense(there.Gap <= aim ? new double[point.Length] : there.Gradient));
        }
    }
}
