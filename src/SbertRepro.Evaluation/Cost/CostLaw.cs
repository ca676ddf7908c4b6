using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace SbertRepro.Evaluation.Cost;

/// <summary>One timed run.</summary>
/// <param name="N">Size of the problem, e.g. sentences.</param>
/// <param name="Seconds">Wall time, above 0.</param>
public readonly record struct CostPoint(double N, double Seconds);

/// <summary>
/// Seconds as a polynomial of the size, no coefficient negative: c0 + c1 N^2 for a cross-encoder, which reads every pair; c0 + c1 N + c2 N^2 for a bi-encoder,
/// which reads every sentence and then compares vectors.
/// </summary>
/// <param name="Powers">Of N, rising.</param>
/// <param name="Coefficients">One per power, in seconds.</param>
public sealed record CostLaw(IReadOnlyList<int> Powers, IReadOnlyList<double> Coefficients)
{
    // A sum of squared relative residuals below this is rounding: of laws that fit so, the one with the fewest terms is meant.
    private const double Exact = 1e-20;

    /// <summary>c0 + c1 N^2.</summary>
    public static IReadOnlyList<int> Quadratic { get; } = [0, 2];

    /// <summary>c0 + c1 N + c2 N^2.</summary>
    public static IReadOnlyList<int> LinearAndQuadratic { get; } = [0, 1, 2];

    public double At(double n) => Powers.Zip(Coefficients, (power, coefficient) => coefficient * Math.Pow(n, power)).Sum();

    /// <summary>The coefficient of N^<paramref name="power"/>; 0 where the law has none.</summary>
    public double Coefficient(int power)
    {
        for (var i = 0; i < Powers.Count; i++)
        {
            if (Powers[i] == power) return Coefficients[i];
        }

        return 0;
    }

    /// <summary>
    /// Least squares of the relative residuals, (law - seconds) / seconds: the noise of a timing grows with the time, and the small sizes must not be ignored. The best
    /// non-negative fit is the unconstrained best fit of some subset of the terms, so trying all subsets finds it exactly.
    /// </summary>
    /// <exception cref="ArgumentException">Fewer different sizes than terms, or a time that is not positive.</exception>
    public static CostLaw Fit(IReadOnlyList<CostPoint> points, IReadOnlyList<int> powers)
    {
        if (points.Any(point => !(point.Seconds > 0))) throw new ArgumentException("a time is not positive", nameof(points));
        if (points.Select(point => point.N).Distinct().Count() < powers.Count)
            throw new ArgumentException($"fewer different sizes than the {powers.Count} terms of the law", nameof(points));
        var sizes = points.GroupBy(point => point.N).Select(SizeTimings.Of).ToArray();
        return Enumerable.Range(1, (1 << powers.Count) - 1).OrderBy(subset => int.PopCount(subset))
            .Select(subset => FitTerms(sizes, powers, [.. Enumerable.Range(0, powers.Count).Where(term => (subset & (1 << term)) != 0)]))
            .Where(law => law.Coefficients.All(coefficient => coefficient >= 0))
            .MinBy(law => Math.Max(Exact, sizes.Sum(size => size.SquaredError(law))))!; // the first of equals; a single term always fits with a positive coefficient
    }

    private static CostLaw FitTerms(SizeTimings[] sizes, IReadOnlyList<int> powers, int[] terms)
    {
        // Columns are scaled to comparable size, or N^2 beside 1 would cost the solution its digits.
        var largest = sizes.Max(size => size.N);
        var rows = Matrix<double>.Build.Dense(sizes.Length, terms.Length, (row, term) => Math.Pow(sizes[row].N / largest, powers[terms[term]]) * sizes[row].Weight);
        var solution = rows.QR(QRMethod.Thin).Solve(Vector<double>.Build.Dense(sizes.Length, row => sizes[row].Target));
        var coefficients = new double[powers.Count];
        for (var term = 0; term < terms.Length; term++) coefficients[terms[term]] = solution[term] / Math.Pow(largest, powers[terms[term]]);
        return new CostLaw(powers, coefficients);
    }

    /// <summary>
    /// All timings s of one size in one row of the least squares: with w^2 = sum 1/s^2 and t = (sum 1/s) / w, the sum of (law/s - 1)^2 is (w law - t)^2 and a part in which
    /// the law does not occur.
    /// </summary>
    private readonly record struct SizeTimings(double N, double Weight, double Target)
    {
        public static SizeTimings Of(IGrouping<double, CostPoint> points)
        {
            var weight = Math.Sqrt(points.Sum(point => 1 / (point.Seconds * point.Seconds)));
            return new(points.Key, weight, points.Sum(point => 1 / point.Seconds) / weight);
        }

        public double SquaredError(CostLaw law) => Math.Pow((Weight * law.At(N)) - Target, 2);
    }
}
