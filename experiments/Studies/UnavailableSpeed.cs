namespace SbertRepro.Experiments.Studies;

/// <summary>A row of the paper that nothing here can measure, with the reason in its place.</summary>
/// <param name="Row">As the paper prints it.</param>
/// <param name="Reason">In one sentence.</param>
public sealed record UnavailableSpeed(string Row, string Reason) : StudyStep(Row.ToLowerInvariant().Replace(' ', '-'), [], [])
{
    public override IEnumerable<(string Name, string Value)> Settings => [("kind", "not available")];

    public override CellState.NotRun? Missing => new(Reason, null);

    public override StudyResult Measure(StudyContext context) => throw new NotSupportedException(Reason);
}
