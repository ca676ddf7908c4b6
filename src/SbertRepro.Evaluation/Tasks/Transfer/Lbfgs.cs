using System.Numerics.Tensors;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>What a function says of a point.</summary>
/// <param name="Value">f there.</param>
/// <param name="Gradient">Of f.</param>
/// <param name="Gap">No more than this lies between the value and the minimum.</param>
internal readonly record struct Evaluated(double Value, double[] Gradient, double Gap);

/// <summary>
/// L-BFGS (Nocedal 1980) for a smooth strictly convex function that curves by at most about 1, so that a step of length 1 is the right first try also at the start.
/// MathNet's minimiser was used before the change of variables; it was not measured in these variables, and it stops by rules of its own and not by the gap.
/// </summary>
internal static class Lbfgs
{
    // Steps kept: TREC's weakest l2 takes 311 evaluations at 20, 222 at 40, 197 at 80; tasks of two classes need fewer steps than any of these.
    private const int Memory = 40;

    private const int LargestIterations = 10_000;

    /// <summary>Goes downhill from <paramref name="start"/> until the gap is at most <paramref name="aim"/>.</summary>
    /// <returns>The last point, whose gap is larger when there is no way down within the accuracy of float64.</returns>
    public static (double[] Point, Evaluated There) Minimise(double[] start, double aim, Func<double[], Evaluated> evaluate)
    {
        var (last, steps) = ((Point: start, There: evaluate(start)), new LinkedList<Step>());
        for (var iteration = 0; iteration < LargestIterations && !(last.There.Gap <= aim); iteration++)
        {
            if (Search(last.Point, last.There, Direction(last.There.Gradient, steps), evaluate) is not { } next) break;
            var step = Step.Between(last.Point, last.There.Gradient, next.Point, next.There.Gradient);
            if (step.Product > 0) steps.AddFirst(step); // else it is all rounding
            if (steps.Count > Memory) steps.RemoveLast();
            last = next;
        }
        return last;
    }

    /// <summary>A step and the change of the gradient over it.</summary>
    private sealed record Step(double[] Move, double[] Change, double Product)
    {
        public static Step Between(double[] from, double[] gradientFrom, double[] to, double[] gradientTo)
        {
            double[] move = new double[from.Length], change = new double[from.Length];
            TensorPrimitives.Subtract(to, from, move);
            TensorPrimitives.Subtract(gradientTo, gradientFrom, change);
            return new Step(move, change, TensorPrimitives.Dot<double>(move, change));
        }
    }

    // The two-loop recursion.
    private static double[] Direction(double[] gradient, LinkedList<Step> newestFirst)
    {
        var direction = new double[gradient.Length];
        TensorPrimitives.Negate(gradient, direction);
        var shares = new Stack<double>();
        foreach (var step in newestFirst)
        {
            shares.Push(TensorPrimitives.Dot<double>(step.Move, direction) / step.Product);
            TensorPrimitives.MultiplyAdd(step.Change, -shares.Peek(), direction, direction);
        }
        if (newestFirst.First?.Value is { } newest) TensorPrimitives.Multiply(direction, newest.Product / TensorPrimitives.SumOfSquares<double>(newest.Change), direction);
        foreach (var step in newestFirst.Reverse())
            TensorPrimitives.MultiplyAdd(step.Move, shares.Pop() - (TensorPrimitives.Dot<double>(step.Change, direction) / step.Product), direction, direction);
        return direction;
    }

    /// <summary>
    /// A point on the line that lies lower in proportion to the slope. Near the minimum, where rounding hides the difference of the values, the slopes decide
    /// (Hager and Zhang 2005). The curvature condition of Wolfe is not asked for: of a strictly convex function the gradient grows along any step.
    /// </summary>
    private static (double[] Point, Evaluated There)? Search(double[] from, Evaluated here, double[] direction, Func<double[], Evaluated> evaluate)
    {
        const int Attempts = 30;
        const double LeastShare = 1e-4, Rounding = 1e-13;
        var slope = TensorPrimitives.Dot<double>(here.Gradient, direction);
        for (var (attempt, length) = (0, 1.0); attempt < Attempts && slope < 0; attempt++)
        {
            var point = new double[from.Length];
            TensorPrimitives.MultiplyAdd(direction, length, from, point);
            var there = evaluate(point);
            var slopeThere = TensorPrimitives.Dot<double>(there.Gradient, direction);
            if (slopeThere > slope && (there.Value <= here.Value + (LeastShare * length * slope)
                || (there.Value <= here.Value + (Rounding * Math.Abs(here.Value)) && slopeThere <= ((2 * LeastShare) - 1) * slope))) return (point, there);
            length *= double.IsFinite(slopeThere) ? Math.Clamp(slope / (slope - slopeThere), 0.1, 0.5) : 0.1; // where the slope would vanish if it changed evenly
        }
        return null;
    }
}
