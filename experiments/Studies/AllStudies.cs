namespace SbertRepro.Experiments.Studies;

/// <summary>All studies, in the order of the paper.</summary>
public static class AllStudies
{
    public static readonly IReadOnlyList<Study> InOrder = [Section1SearchCost.Value, MillionSentences.Value, SciFactRetrieval.Value, Table7ComputationSpeed.Value];
}
