namespace SbertRepro.Evaluation.Results;

/// <summary>A confidence interval in the unit of the score it belongs to.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Coverage, 0.95 unless said otherwise.</param>
public readonly record struct Interval(double Low, double High, double Level = 0.95);

/// <summary>One measured number.</summary>
/// <param name="Metric">spearman, pearson (of the cosine), manhattan-spearman, euclidean-spearman, dot-spearman, accuracy, f1 ...</param>
/// <param name="Aggregation">How subsets become one number: all (concatenated; the paper's way), mean, wmean (weighted by pairs); "all" where there is one subset.</param>
/// <param name="Value">In natural units: a correlation is in [-1, 1]. Reports print it x100 as the paper does.</param>
/// <param name="Interval">Item bootstrap interval of <paramref name="Value"/>; null for the side metrics that no verdict reads.</param>
/// <param name="Count">Number of items (pairs) behind the value.</param>
public sealed record Score(string Metric, string Aggregation, double Value, Interval? Interval, int Count);
