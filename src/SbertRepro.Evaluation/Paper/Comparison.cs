using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Paper;

/// <summary>What the measurement says about the paper's number (design, section 5). The rules are in VerdictRule.</summary>
public enum Verdict
{
    /// <summary>Equivalence shown: both one-sided tests reject a difference beyond the margin.</summary>
    Reproduced,

    /// <summary>The interval contains the paper's value but is wider than the margin.</summary>
    Consistent,

    /// <summary>The interval excludes the paper's value and equivalence was not shown.</summary>
    Deviates,

    /// <summary>Measured, but not the paper's system (surrogate weights, partial vectors, a modern row): shown, never judged.</summary>
    NotJudged,

    /// <summary>Not measured; the reason is given.</summary>
    NotRun,
}

/// <summary>One cell: what was measured beside what was printed. All values x100, as the paper prints them.</summary>
public sealed record Comparison
{
    public required string Table { get; init; }

    public required string System { get; init; }

    public required string Dataset { get; init; }

    public required string Metric { get; init; }

    public required string Aggregation { get; init; }

    public required string Scale { get; init; }

    public required string Machine { get; init; }

    /// <summary>Mean over seeds; null when not run.</summary>
    public double? Measured { get; init; }

    /// <summary>95 % interval of <see cref="Measured"/>: item bootstrap, widened by the spread over seeds when there are several.</summary>
    public Interval? Interval { get; init; }

    public int Count { get; init; }

    public IReadOnlyList<int> Seeds { get; init; } = [];

    /// <summary>Measured with weights that have been replaced since: what the model would score now is not known.</summary>
    public bool FormerWeights { get; init; }

    /// <summary>The paper's number, or null where the paper has no such row.</summary>
    public double? Paper { get; init; }

    public double? PaperStandardDeviation { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>One sentence: the numbers behind the verdict, or why it was not run or not judged.</summary>
    public required string Reason { get; init; }

    public double? Difference => Measured - Paper;
}
