namespace SbertRepro.Evaluation.Paper;

/// <summary>Something printed that does not follow from the paper's other numbers.</summary>
/// <param name="Where">E.g. "Table 1, SBERT-NLI-base, Avg".</param>
/// <param name="What">What is wrong with it.</param>
/// <param name="Printed">As printed.</param>
/// <param name="Computed">What follows from the paper's other numbers.</param>
public sealed record LintFinding(string Where, string What, string Printed, string Computed);
