using SbertRepro.Evaluation.Cost;
using SbertRepro.Evaluation.Metrics;
using Xunit;

namespace SbertRepro.Tests.Cost;

public sealed class CostLawTests
{
    private static readonly double[] Sizes = [100, 300, 1000, 3000, 10_000];

    [Theory]
    [InlineData(0.5, 2e-4, 3e-9)]
    [InlineData(0, 2e-4, 0)]
    [InlineData(0.5, 0, 3e-9)]
    public void The_coefficients_come_back_from_times_without_noise(double c0, double c1, double c2)
    {
        var law = CostLaw.Fit([.. Sizes.Select(n => new CostPoint(n, c0 + (c1 * n) + (c2 * n * n)))], CostLaw.LinearAndQuadratic);

        Assert.Equal(c0, law.Coefficient(0), 1e-10);
        Assert.Equal(c1, law.Coefficient(1), 1e-13);
        Assert.Equal(c2, law.Coefficient(2), 1e-17);
    }

    [Fact]
    public void A_coefficient_that_would_be_negative_is_zero_and_the_others_fit_best_without_it()
    {
        // Seconds n^2 - 0.1, relative: an unconstrained fit has c0 = -0.1.
        CostPoint[] points = [.. new[] { 1.0, 2, 3 }.Select(n => new CostPoint(n, (n * n) - 0.1))];

        var law = CostLaw.Fit(points, CostLaw.Quadratic);
        double[] ratios = [.. points.Select(point => point.N * point.N / point.Seconds)];

        Assert.Equal(0, law.Coefficient(0));
        Assert.Equal(ratios.Sum() / ratios.Sum(ratio => ratio * ratio), law.Coefficient(2), 1e-12); // least squares of c ratio - 1
    }

    [Fact]
    public void Of_several_timings_a_size_the_fit_has_the_least_sum_of_squared_relative_residuals()
    {
        CostPoint[] points = [.. Noisy(n => 0.2 + (1e-4 * n) + (4e-8 * n * n), seed: 3)];
        var law = CostLaw.Fit(points, CostLaw.LinearAndQuadratic);
        Assert.All(law.Coefficients, coefficient => Assert.True(coefficient > 0));

        for (var term = 0; term < 3; term++)
        {
            foreach (var factor in new[] { 0.999, 1.001 })
                Assert.True(Error(law.Coefficients.Select((coefficient, index) => index == term ? coefficient * factor : coefficient)) > Error(law.Coefficients));
        }

        double Error(IEnumerable<double> coefficients) => points.Sum(point => Math.Pow((new CostLaw(law.Powers, [.. coefficients]).At(point.N) / point.Seconds) - 1, 2));
    }

    [Fact]
    public void Where_several_laws_fit_exactly_the_one_with_the_fewest_terms_is_taken()
    {
        var law = CostLaw.Fit([.. Sizes.Select(n => new CostPoint(n, 0.5 + (0.0125 * n)))], CostLaw.LinearAndQuadratic);

        Assert.Equal(0, law.Coefficient(2)); // not merely small
    }

    [Fact]
    public void The_band_covers_the_true_cost_beyond_the_measured_sizes_about_as_often_as_it_says()
    {
        const int repetitions = 100;
        var covered = 0;
        for (var i = 0; i < repetitions; i++)
        {
            var (seconds, band, extrapolated) = CostFit.Of(Noisy(n => 0.2 + (4e-6 * n * n), (ulong)i), CostLaw.Quadratic).At(100_000);
            Assert.True(extrapolated);
            Assert.InRange(seconds, band.Low, band.High);
            if (band.Low <= 40_000.2 && 40_000.2 <= band.High) covered++;
        }

        Assert.InRange(covered, 84, 100); // 95 expected, less what few repetitions per size take from a bootstrap
    }

    [Fact]
    public void The_crossover_is_where_the_dear_law_overtakes()
    {
        var cross = CostFit.Of(Noisy(n => 1e-3 * n * n, 1), CostLaw.Quadratic);
        var bi = CostFit.Of(Noisy(n => 2 + (1e-3 * n) + (1e-8 * n * n), 2), CostLaw.LinearAndQuadratic);
        var truth = (1e-3 + Math.Sqrt(1e-6 + (4 * (1e-3 - 1e-8) * 2))) / (2 * (1e-3 - 1e-8));

        var (n, interval) = cross.CrossoverWith(bi)!.Value;

        Assert.Equal(truth, n, truth / 10);
        Assert.InRange(truth, interval!.Value.Low, interval.Value.High);
        Assert.Null(bi.CrossoverWith(cross)); // the bi-encoder never overtakes
    }

    [Theory]
    [InlineData(1, 0, -4, 2.0)]   // n^2 = 4
    [InlineData(1, 3, -4, 1.0)]   // n^2 + 3 n = 4
    [InlineData(0, 2, -4, 2.0)]   // 2 n = 4
    [InlineData(1, -3, 2, 2.0)]   // dearer below 1 and above 2
    public void Crossovers_are_roots_of_the_difference(double a, double b, double c, double expected)
    {
        CostLaw Law(double sign) => new([0, 1, 2], [Math.Max(0, sign * c), Math.Max(0, sign * b), Math.Max(0, sign * a)]);

        Assert.Equal(expected, CostFit.Crossover(Law(1), Law(-1))!.Value, 1e-12);
    }

    [Fact]
    public void Too_few_sizes_and_impossible_times_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CostLaw.Fit([new(1, 1), new(1, 2)], CostLaw.Quadratic));
        Assert.Throws<ArgumentException>(() => CostLaw.Fit([new(1, 1), new(2, 0)], CostLaw.Quadratic));
    }

    // Five timings per size, each up to 5 % off.
    private static CostPoint[] Noisy(Func<double, double> seconds, ulong seed)
    {
        var random = new SplitMix64(seed);
        List<CostPoint> points = [];
        foreach (var n in Sizes)
        {
            for (var i = 0; i < 5; i++) points.Add(new CostPoint(n, seconds(n) * (0.95 + (0.1 * random.NextDouble()))));
        }

        return [.. points];
    }
}
