namespace SbertRepro.Evaluation.Metrics;

/// <summary>Similarities of two vectors, higher meaning more similar; sums run in float64. Distances are negated, as the paper does for its rank correlations.</summary>
public static class Similarity
{
    /// <summary>Cosine in [-1, 1]; 0 where either vector is zero, as SentEval's nan_to_num has it.</summary>
    public static double Cosine(ReadOnlySpan<float> u, ReadOnlySpan<float> v)
    {
        double uu = 0, vv = 0, uv = 0;
        for (var i = 0; i < u.Length; i++)
        {
            uu += (double)u[i] * u[i];
            vv += (double)v[i] * v[i];
            uv += (double)u[i] * v[i];
        }

        return uu == 0 || vv == 0 ? 0 : Math.Clamp(uv / Math.Sqrt(uu) / Math.Sqrt(vv), -1, 1);
    }

    /// <summary>-sum |u - v|.</summary>
    public static double Manhattan(ReadOnlySpan<float> u, ReadOnlySpan<float> v)
    {
        double sum = 0;
        for (var i = 0; i < u.Length; i++) sum -= Math.Abs((double)u[i] - v[i]);
        return sum;
    }

    /// <summary>-|u - v|.</summary>
    public static double Euclidean(ReadOnlySpan<float> u, ReadOnlySpan<float> v)
    {
        double sum = 0;
        for (var i = 0; i < u.Length; i++) sum += ((double)u[i] - v[i]) * ((double)u[i] - v[i]);
        return -Math.Sqrt(sum);
    }

    /// <summary>u v.</summary>
    public static double Dot(ReadOnlySpan<float> u, ReadOnlySpan<float> v)
    {
        double sum = 0;
        for (var i = 0; i < u.Length; i++) sum += (double)u[i] * v[i];
        return sum;
    }
}
