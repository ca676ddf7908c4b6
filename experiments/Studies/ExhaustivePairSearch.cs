using System.Globalization;
using SbertRepro.Evaluation.Cost;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Experiments.Studies;

/// <summary>The search of the paper's 65 hours, really run (--full): every pair is scored. It may be stopped at any moment and goes on where it was.</summary>
/// <param name="System">Scores pairs.</param>
/// <param name="Sentences">To search among.</param>
/// <param name="Count">10,000.</param>
public sealed record ExhaustivePairSearch(SystemSpec System, SentenceSet Sentences, int Count) : StudyStep($"full.{System.Id}", [System], Sentences.Artifacts)
{
    public override bool OnDemand => true;

    public override IEnumerable<(string Name, string Value)> Settings => [("kind", "exhaustive"), ("sentences", Sentences.Id), ("count", Count.ToString(CultureInfo.InvariantCulture))];

    public override StudyResult Measure(StudyContext context)
    {
        var sentences = Sentences.First(Count, context.Resolve);
        using var scorer = context.OpenScorer(System);
        var path = Path.Combine(context.WorkFolder, $"{Id}-{context.Identity[..16]}.json");
        var state = ExhaustiveSearch.Run(sentences, scorer, path, context.Identity, progress: context.Progress, cancellation: context.Cancellation);
        File.Delete(path);
        return new StudyResult([new Quantity(System.Name, Section1SearchCost.Pair, "s", state.Seconds) { Count = 1, Size = Count }])
        {
            Notes = [string.Create(CultureInfo.InvariantCulture, $"{System.Name}: all {state.NextPair:N0} pairs were scored, in {state.Sessions} sessions; sentences {state.First} and {state.Second} have the highest score, {state.Score:F4}")],
        };
    }
}
