namespace SbertRepro.Evaluation.Datasets;

/// <summary>How a hypothesis relates to its premise; the values are the class ids of the released 2019 code.</summary>
public enum NliLabel
{
    Contradiction = 0,
    Entailment = 1,
    Neutral = 2,
}

/// <summary>A pair of natural language inference.</summary>
public readonly record struct NliPair(string Premise, string Hypothesis, NliLabel Label);

/// <summary>A part of an NLI set.</summary>
public enum NliSplit
{
    Train,
    Dev,
    Test,
}
