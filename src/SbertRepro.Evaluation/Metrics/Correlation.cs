namespace SbertRepro.Evaluation.Metrics;

/// <summary>
/// Correlations of two equally long series. Undefined ones (fewer than two items, or a constant series) are NaN, which reports print as "undefined":
/// a zero would pass for a measured absence of correlation.
/// </summary>
public static class Correlation
{
    /// <summary>Pearson's r in [-1, 1].</summary>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireSameLength(x, y);
        var (meanX, meanY) = (Mean(x), Mean(y));
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        return x.Length < 2 || xx == 0 || yy == 0 ? double.NaN : Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1);
    }

    /// <summary>Spearman's rho: Pearson's r of the average ranks. The paper's measure (section 4.1).</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireSameLength(x, y);
        return Pearson(Ranks.Average(x), Ranks.Average(y));
    }

    /// <summary>Kendall's tau-b, by counting pairs: quadratic in the length.</summary>
    public static double KendallTauB(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireSameLength(x, y);
        long agree = 0, untiedX = 0, untiedY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (signX, signY) = (x[i].CompareTo(x[j]), y[i].CompareTo(y[j]));
                agree += signX * signY;
                untiedX += signX * signX;
                untiedY += signY * signY;
            }
        }

        return untiedX == 0 || untiedY == 0 ? double.NaN : agree / Math.Sqrt(untiedX) / Math.Sqrt(untiedY);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    private static void RequireSameLength(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} values against {y.Length}", nameof(y));
    }
}
