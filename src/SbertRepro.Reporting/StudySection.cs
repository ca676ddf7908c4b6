using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>A study at one scale on one machine: its numbers, what follows from them, its pictures.</summary>
/// <param name="Id">E.g. section1.</param>
/// <param name="Title">For the heading.</param>
/// <param name="Question">What the study answers.</param>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">As in the path of the results.</param>
/// <param name="Records">One per step, in the order of the study.</param>
public sealed record StudySection(string Id, string Title, string Question, string Scale, string Machine, IReadOnlyList<StudyRecord> Records)
{
    /// <summary>What was computed from the numbers: laws, crossovers.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    public IReadOnlyList<StudyFigure> Figures { get; init; } = [];

    /// <summary>The numbers side by side; null where they are only listed.</summary>
    public StudySummary? Summary { get; init; }

    /// <summary>The quantities that the summary does not show.</summary>
    public IReadOnlyList<Quantity> Listed => Summary?.Others ?? [.. Quantities];

    public IEnumerable<Quantity> Quantities => Records.SelectMany(record => record.Quantities);

    /// <summary>A name that is safe in an address and unique in the report.</summary>
    public string Anchor => AnchorOf(Id, Scale, Machine);

    public static string AnchorOf(string id, string scale, string machine) => Reporting.Anchor.Of($"{id}-{scale}-{machine}");
}

/// <summary>A picture of a study, as an svg element with a text alternative inside.</summary>
/// <param name="Anchor">Unique in the report.</param>
/// <param name="Svg">The element.</param>
/// <param name="Caption">What to see.</param>
public sealed record StudyFigure(string Anchor, string Svg, string Caption);

/// <summary>A number that the paper states in its text, beside what was measured.</summary>
/// <param name="Section">Of the paper.</param>
/// <param name="Text">The claim.</param>
/// <param name="Paper">The number with its unit.</param>
/// <param name="Measured">The largest scale first; empty where nothing was measured.</param>
/// <param name="WhyNot">Why nothing was measured; null where something was.</param>
public sealed record NumberClaimRow(string Section, string Text, string Paper, IReadOnlyList<QuantityHere> Measured, string? WhyNot);

/// <summary>A quantity with the place where it was measured.</summary>
public sealed record QuantityHere(Quantity Quantity, string Scale, string Machine);
