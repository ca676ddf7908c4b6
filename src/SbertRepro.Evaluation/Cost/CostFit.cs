using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Cost;

/// <summary>A cost law with its uncertainty: the same law fitted to resampled timings, resampled within each size so that every size stays in.</summary>
/// <param name="Law">Of all timings.</param>
/// <param name="Resampled">Of each resample.</param>
/// <param name="Largest">The largest size measured; beyond it the law is an extrapolation.</param>
public sealed record CostFit(CostLaw Law, IReadOnlyList<CostLaw> Resampled, double Largest)
{
    public const int Resamples = 1000;

    /// <param name="points">Several per size: with one per size there is nothing to resample, and the bands have no width.</param>
    /// <param name="powers">Of the law, e.g. <see cref="CostLaw.Quadratic"/>.</param>
    /// <param name="seed">Of the resampling.</param>
    public static CostFit Of(IReadOnlyList<CostPoint> points, IReadOnlyList<int> powers, ulong seed = 1)
    {
        var sizes = points.GroupBy(point => point.N).Select(group => group.ToArray()).ToArray();
        var resampled = new CostLaw[Resamples];
        Parallel.For(0, Resamples, index =>
        {
            var random = new SplitMix64((seed * 0x9E3779B97F4A7C15UL) + (ulong)index);
            List<CostPoint> drawn = [];
            foreach (var size in sizes)
            {
                for (var i = 0; i < size.Length; i++) drawn.Add(size[random.Below(size.Length)]);
            }

            resampled[index] = CostLaw.Fit(drawn, powers);
        });
        return new CostFit(CostLaw.Fit(points, powers), resampled, points.Max(point => point.N));
    }

    /// <summary>Seconds at size <paramref name="n"/>, the 95 % band, and whether that lies beyond what was measured.</summary>
    public (double Seconds, Interval Band, bool Extrapolated) At(double n) => (Law.At(n), Band([.. Resampled.Select(law => law.At(n))]), n > Largest);

    /// <summary>
    /// The size from which on this law costs more than the other, with its interval; null where it always or never does. The interval is null where fewer than 95 % of
    /// the resamples cross at all.
    /// </summary>
    public (double N, Interval? Interval)? CrossoverWith(CostFit other)
    {
        if (Crossover(Law, other.Law) is not { } n) return null;
        double[] draws = [.. Resampled.Zip(other.Resampled, Crossover).OfType<double>()];
        return (n, draws.Length < 0.95 * Resampled.Count ? null : Band(draws));
    }

    /// <summary>The largest positive root of dear - cheap, where dear overtakes.</summary>
    internal static double? Crossover(CostLaw dear, CostLaw cheap)
    {
        if (dear.Powers.Concat(cheap.Powers).Any(power => power is < 0 or > 2)) throw new ArgumentException("laws of at most the second power cross where a quadratic does");
        var (a, b, c) = (dear.Coefficient(2) - cheap.Coefficient(2), dear.Coefficient(1) - cheap.Coefficient(1), dear.Coefficient(0) - cheap.Coefficient(0));
        var leading = a != 0 ? a : b != 0 ? b : c;
        if (leading <= 0) return null; // never dearer in the end
        if (a == 0) return b != 0 && -c / b > 0 ? -c / b : null;
        var discriminant = (b * b) - (4 * a * c);
        if (discriminant < 0) return null;
        // The larger root, without cancellation between b and the root of the discriminant.
        var root = b <= 0 ? (-b + Math.Sqrt(discriminant)) / (2 * a) : -2 * c / (b + Math.Sqrt(discriminant));
        return root > 0 ? root : null;
    }

    private static Interval Band(double[] draws)
    {
        Array.Sort(draws);
        return new Interval(Quantiles.Of(draws, 0.025), Quantiles.Of(draws, 0.975));
    }
}
