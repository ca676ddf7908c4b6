using System.Globalization;
using SbertRepro.Evaluation.Cost;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// A cross-encoder's search. All pairs of a few sentences are really scored; what all pairs of <paramref name="Count"/> sentences take follows from batches drawn from every stratum of
/// pair length (<see cref="PairCost"/>), and is called extrapolated.
/// </summary>
/// <param name="System">Scores pairs.</param>
/// <param name="Sentences">To search among.</param>
/// <param name="Count">Of the paper's example: 10,000.</param>
/// <param name="PairsPerBatch">Timed at once, of one stratum: so many that the scorer's own batches are nearly as full as among all pairs.</param>
/// <param name="Sizes">Numbers of sentences of which all pairs are scored, rising.</param>
public sealed record CrossEncoderSearch(SystemSpec System, SentenceSet Sentences, int Count, int PairsPerBatch, IReadOnlyList<int> Sizes)
    : StudyStep($"cross.{System.Id}", [System], Sentences.Artifacts)
{
    public override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("kind", "cross-encoder"), ("sentences", Sentences.Id), ("count", Count.ToString(CultureInfo.InvariantCulture)),
        ("pairs per batch", PairsPerBatch.ToString(CultureInfo.InvariantCulture)), ("sizes", string.Join(' ', Sizes)),
    ];

    public override IReadOnlyList<string> Parts => [nameof(SizeRounds)];

    public override StudyResult Measure(StudyContext context)
    {
        var sentences = Sentences.First(Count, context.Resolve);
        int[] lengths = [.. context.TokenizationOf(System)!.EncodeBatch(sentences, int.MaxValue, context.Cancellation).Select(ids => ids.Length - 2)]; // without [CLS] and [SEP]
        using var scorer = context.OpenScorer(System);
        var cost = PairCost.Measure(sentences, lengths, scorer, new PairSampling { PairsPerBatch = PairsPerBatch }, context.Progress, context.Cancellation);
        var totals = SizeRounds.Measure(Sizes, size => scorer.Score(PairsAmong(sentences, size), cancellation: context.Cancellation), context.Cancellation);
        return new StudyResult(
        [
            .. Sizes.Select(size => Quantities.Median(System.Name, Section1SearchCost.Pair, "s", totals[size], size)),
            Extrapolated(Section1SearchCost.Pair, "s", cost, seconds => seconds),
            Extrapolated(Section1SearchCost.Query, "ms", cost, seconds => 1000 * seconds * Count / cost.Pairs), // a query meets each of the sentences once
            Rate(cost),
        ])
        {
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"{System.Name}: {cost.MeasuredPairs:N0} of {cost.Pairs:N0} pairs were scored, in {cost.Strata.Count} strata of total length, {cost.Strata[0].Batches.Count} batches each; {Sentences.Id}, tokenisation inside the clock. The interval is that of the sample on the machine as it was then"),
            ],
        };
    }

    private Quantity Extrapolated(string what, string unit, PairCost cost, Func<double, double> of)
    {
        var interval = cost.Interval();
        return new(System.Name, what, unit, of(cost.Seconds)) { Basis = Basis.Extrapolated, Interval = new Interval(of(interval.Low), of(interval.High)), Count = cost.MeasuredPairs, Size = Count };
    }

    private Quantity Rate(PairCost cost)
    {
        var interval = cost.Interval();
        return new(System.Name, Section1SearchCost.PairRate, "pairs/s", cost.PairsPerSecond) { Interval = new Interval(cost.Pairs / interval.High, cost.Pairs / interval.Low), Count = cost.MeasuredPairs };
    }

    private static SentencePair[] PairsAmong(IReadOnlyList<string> sentences, int size) =>
        [.. from first in Enumerable.Range(0, size) from second in Enumerable.Range(first + 1, size - first - 1) select new SentencePair(sentences[first], sentences[second])];
}
