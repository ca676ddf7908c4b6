namespace SbertRepro.Evaluation.Regression;

/// <summary>When a timing counts as slower, and how long to measure. Fixed before any result was seen.</summary>
public sealed record LatencyRule
{
    /// <summary>A slowdown up to 3 % is nobody's concern, however certain it is.</summary>
    public double Margin { get; init; } = 0.03;

    /// <summary>Measuring ends when the interval's half-width is at most this. The width does not depend on the effect, so stopping by it favours no outcome.</summary>
    public double Precision { get; init; } = 0.01;

    /// <summary>A machine that cannot rule out a change of this size cannot say "same": the outcome is noisy.</summary>
    public double Blind { get; init; } = 0.10;

    /// <summary>Blocks (each a ratio) before the first look, and before any outcome but noisy.</summary>
    public int FewestBlocks { get; init; } = 16;

    /// <summary>Blocks after which measuring ends.</summary>
    public int MostBlocks { get; init; } = 64;

    /// <summary>Of the bootstrap.</summary>
    public int Resamples { get; init; } = 2000;

    /// <summary>The same with few, long blocks: each is two fresh processes that take turns.</summary>
    public static LatencyRule Processes { get; } = new() { FewestBlocks = 6, MostBlocks = 16 };
}
