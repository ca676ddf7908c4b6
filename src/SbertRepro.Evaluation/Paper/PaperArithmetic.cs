namespace SbertRepro.Evaluation.Paper;

/// <summary>The numbers of section 1 and of Table 7's prose, from first principles.</summary>
public static class PaperArithmetic
{
    /// <summary>n(n-1)/2, the inferences of a cross-encoder that compares every pair (section 1).</summary>
    public static long Pairs(long sentences) => sentences * (sentences - 1) / 2;

    /// <summary>Pairs per second behind "65 hours for 10,000 sentences".</summary>
    public static double ImpliedPairsPerSecond(long sentences, double hours) => Pairs(sentences) / (hours * 3600);

    /// <summary>How much faster, in percent: "89 %" is a factor of 1.89.</summary>
    public static double PercentFaster(double fast, double slow) => 100 * ((fast / slow) - 1);
}
