using System.Text.Json;
using CsCheck;
using SbertRepro.Evaluation.Metrics;
using Xunit;

namespace SbertRepro.Tests.Metrics;

public sealed class CorrelationTests
{
    [Fact]
    public void Correlations_equal_SciPy_to_1e_12()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(SharedFolder.RequireGolden("correlation-scipy.json")));
        foreach (var sample in golden.RootElement.EnumerateArray())
        {
            var (x, y) = (Series(sample, "x"), Series(sample, "y"));
            Assert.Equal(sample.GetProperty("pearson").GetDouble(), Correlation.Pearson(x, y), 1e-12);
            Assert.Equal(sample.GetProperty("spearman").GetDouble(), Correlation.Spearman(x, y), 1e-12);
            Assert.Equal(sample.GetProperty("kendall_b").GetDouble(), Correlation.KendallTauB(x, y), 1e-12);
        }

        static double[] Series(JsonElement sample, string name) => [.. sample.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
    }

    [Fact]
    public void Tied_values_share_their_mean_rank() => Assert.Equal([1, 2.5, 2.5, 4], Ranks.Average([3, 7, 7, 9]));

    [Fact]
    public void A_constant_series_has_no_correlation_rather_than_a_zero_one()
    {
        Assert.True(double.IsNaN(Correlation.Pearson([1, 1, 1], [1, 2, 3])));
        Assert.True(double.IsNaN(Correlation.Spearman([1, 2, 3], [4, 4, 4])));
        Assert.True(double.IsNaN(Correlation.KendallTauB([2, 2], [1, 3])));
    }

    [Fact]
    public void A_NaN_is_refused_by_its_index()
    {
        var failure = Assert.Throws<ArgumentException>(() => Correlation.Spearman([1, double.NaN, 2], [1, 2, 3]));
        Assert.Contains("value 1 is NaN", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spearman_ignores_monotone_maps_and_is_symmetric_and_bounded() =>
        Gen.Select(Gen.Double[-5, 5], Gen.Double[-5, 5]).Array[3, 40].Sample(pairs =>
        {
            double[] x = [.. pairs.Select(pair => pair.Item1)], y = [.. pairs.Select(pair => pair.Item2)];
            var rho = Correlation.Spearman(x, y);
            if (double.IsNaN(rho)) return true;
            return Math.Abs(rho - Correlation.Spearman([.. x.Select(value => value * value * value + value)], y)) < 1e-12
                && Math.Abs(rho - Correlation.Spearman(y, x)) < 1e-12
                && Math.Abs(rho) <= 1;
        });

    [Fact]
    public void The_cosine_of_a_zero_vector_is_zero() => Assert.Equal(0, Similarity.Cosine([0, 0], [1, 2]));

    [Fact]
    public void Distances_are_negated_so_that_higher_means_more_similar()
    {
        Assert.Equal(-7, Similarity.Manhattan([0, 0], [3, 4]));
        Assert.Equal(-5, Similarity.Euclidean([0, 0], [3, 4]));
        Assert.Equal(11, Similarity.Dot([1, 2], [3, 4]));
    }
}
