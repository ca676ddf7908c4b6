namespace SbertRepro.Experiments;

/// <summary>All tables, in the order of the paper.</summary>
public static class Tables
{
    public static readonly IReadOnlyList<Experiment> All = [Table1UnsupervisedSts.Value, Table2SupervisedSts.Value, Table6Ablation.Value];
}
