namespace SbertRepro.Evaluation.Regression;

/// <summary>When a score counts as lost. Fixed before any result was seen.</summary>
public sealed record QualityRule
{
    /// <summary>Largest difference of scores with equal fingerprints on a CPU, in natural units: the order of sums may differ between processors.</summary>
    public double ExactOnCpu { get; init; } = 1e-4;

    /// <summary>The same on an accelerator.</summary>
    public double ExactOnAccelerator { get; init; } = 5e-4;

    /// <summary>A drop up to 0.2 points (x100) is nobody's concern, however certain it is.</summary>
    public double Drop { get; init; } = 0.002;

    /// <summary>One-sided: the 95 % interval of the difference lies below 0. Over the whole family of cells, by Holm's correction.</summary>
    public double Level { get; init; } = 0.025;

    /// <summary>Of the paired bootstrap.</summary>
    public int Resamples { get; init; } = Metrics.Bootstrap.Resamples;

    public double Exact(string device) => device == "cpu" ? ExactOnCpu : ExactOnAccelerator;
}
