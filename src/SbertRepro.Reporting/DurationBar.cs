namespace SbertRepro.Reporting;

/// <summary>Where a duration comes from: said in words and drawn in a shape of its own.</summary>
public enum DurationKind
{
    /// <summary>Printed in the paper.</summary>
    Paper,

    /// <summary>Timed here from beginning to end.</summary>
    Measured,

    /// <summary>Computed from a part that was timed here.</summary>
    Extrapolated,
}

/// <summary>One bar of the chart of section 1: finding the most similar pair among 10,000 sentences.</summary>
/// <param name="Label">What took that long, with its machine where it is not the paper's.</param>
/// <param name="Seconds">Positive.</param>
/// <param name="Kind">Printed, timed or extrapolated.</param>
public sealed record DurationBar(string Label, double Seconds, DurationKind Kind)
{
    internal string Word => Kind switch
    {
        DurationKind.Paper => "paper",
        DurationKind.Measured => "measured",
        _ => "extrapolated",
    };
}

/// <summary>What the report shows of section 1.</summary>
/// <param name="Bars">The paper's first; only those when nothing was timed here.</param>
/// <param name="Command">The command line that times it here.</param>
public sealed record SearchCostSection(IReadOnlyList<DurationBar> Bars, string Command)
{
    public static readonly SearchCostSection Nothing = new([], "");

    internal bool IsMeasured => Bars.Any(bar => bar.Kind != DurationKind.Paper);
}
