namespace SbertRepro.Evaluation.Regression;

/// <summary>Holm's step-down correction (1979): the chance of any false alarm in a family of tests stays below the level, whatever their dependence.</summary>
public static class Holm
{
    /// <summary>Adjusted p values in the order given: a test is significant at a level where its adjusted value is not above it.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        var largest = 0.0;
        foreach (var (step, index) in Enumerable.Range(0, pValues.Count).OrderBy(index => pValues[index]).Index())
            adjusted[index] = largest = Math.Max(largest, Math.Min(1, (pValues.Count - step) * pValues[index]));
        return adjusted;
    }
}
