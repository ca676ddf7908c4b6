namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>
/// Two meanings, fact by fact: who, what, to whom, where, when. Label and grade of a pair both follow from which facts agree, whatever words were chosen.
/// </summary>
/// <param name="First">Premise.</param>
/// <param name="Second">Hypothesis.</param>
internal readonly record struct Comparison(Meaning First, Meaning Second)
{
    /// <summary>The top of the scale of the SemEval tasks.</summary>
    private const double Equivalent = 5;

    /// <summary>What the scale calls "not equivalent, but on the same topic": the most that two sentences get that tell the contrary of the same people and things.</summary>
    private const double SameTopic = 1;

    /// <summary>
    /// What is denied or undone cannot be true as well; what tells of other people, things, places or times, or of more of them, may or may not be; what is left is entailed.
    /// A denial is meant to keep its details: what did not happen in the park may have happened elsewhere.
    /// </summary>
    public NliLabel Label => IsDenied && !DetailsDiffer ? NliLabel.Contradiction : Facts.Any(fact => fact is Fact.Differs or Fact.OnlySecond) ? NliLabel.Neutral : NliLabel.Entailment;

    /// <summary>From 0 to 5: the share of the stated facts that agree, of which one that only one sentence states counts half; contraries get 1 at most.</summary>
    public double Grade
    {
        get
        {
            var stated = Facts.Where(fact => fact != Fact.Unstated).ToList();
            var share = stated.Sum(fact => fact == Fact.Agrees ? 1 : fact == Fact.Differs ? 0 : 0.5) / stated.Count;
            return AreContrary ? Math.Min(SameTopic, Equivalent * share) : Equivalent * share;
        }
    }

    /// <summary>The same people and things, and denied, undone or with the roles exchanged.</summary>
    private bool AreContrary => IsDenied || (First.Action == Second.Action && First.Agent == Second.Object && First.Object == Second.Agent);

    private bool IsDenied => First.Agent == Second.Agent && First.Object == Second.Object && (First.Action == Second.Action
        ? First.Negated != Second.Negated
        : First.Action.Opposite == Second.Action.Name && !First.Negated && !Second.Negated);

    private bool DetailsDiffer => Of(First.Place, Second.Place) == Fact.Differs || Of(First.Time, Second.Time) == Fact.Differs;

    private Fact[] Facts =>
    [
        Of(First.Agent, Second.Agent), First.Negated == Second.Negated ? Of(First.Action, Second.Action) : Fact.Differs, Of(First.Object, Second.Object),
        Of(First.Place, Second.Place), Of(First.Time, Second.Time),
    ];

    private static Fact Of<T>(T? first, T? second)
        where T : class => (first, second) switch
        {
            (null, null) => Fact.Unstated,
            (_, null) => Fact.OnlyFirst,
            (null, _) => Fact.OnlySecond,
            _ => first.Equals(second) ? Fact.Agrees : Fact.Differs,
        };

    private enum Fact { Unstated, OnlyFirst, OnlySecond, Agrees, Differs }
}
