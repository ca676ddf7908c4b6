using System.Diagnostics;
using CsCheck;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Cost;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;
using Xunit;

namespace SbertRepro.Tests.Cost;

public sealed class PairCostTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Pair_lengths_are_counted_as_if_every_pair_were_visited() =>
        Gen.Int[1, 9].Array[2, 40].Sample(lengths =>
        {
            int[] totals = [.. ExhaustiveSearch.PairsFrom(0, lengths.Length).Select(pair => lengths[pair.First] + lengths[pair.Second])];
            var strata = new PairLengths(lengths).Strata(4);
            return strata.Sum(stratum => stratum.Pairs) == totals.Length
                && new PairLengths(lengths).Tokens == totals.Sum()
                && strata.All(stratum => stratum.Pairs == totals.Count(total => total >= stratum.ShortestTotal && total <= stratum.LongestTotal));
        });

    [Fact]
    public void Pairs_are_drawn_uniformly_from_their_stratum()
    {
        int[] lengths = [1, 1, 1, 2, 2, 5];
        var all = new PairLengths(lengths);
        var stratum = new LengthStratum(2, 3, 9); // 3 pairs of 1 + 1, 6 of 1 + 2
        var random = new SplitMix64(1);

        var counts = all.Draw(stratum, 9000, ref random).CountBy(pair => pair).ToDictionary();

        Assert.Equal(9, counts.Count);
        Assert.All(counts, pair => Assert.InRange(pair.Value, 850, 1150)); // 1000, sd 30
        Assert.All(counts.Keys, pair => Assert.True(pair.First < pair.Second && lengths[pair.First] + lengths[pair.Second] <= 3));
    }

    [Fact]
    public void The_extrapolation_weighs_every_stratum_by_its_pairs_and_brackets_itself()
    {
        var cost = new PairCost(
        [
            new(new(1, 9, 1000), [new(10, 1), new(10, 3)]),   // 0.2 s a pair: 200 s
            new(new(10, 20, 100), [new(10, 10), new(30, 30)]), // 1 s a pair: 100 s
        ]);

        var interval = cost.Interval();

        Assert.Equal(300, cost.Seconds, 1e-9);
        Assert.Equal(1100 / 300.0, cost.PairsPerSecond, 1e-12);
        Assert.Equal((200, 400), (interval.Low, interval.High)); // both batches of the first stratum fast, both slow
        Assert.Equal((60, 44.0), (cost.MeasuredPairs, cost.MeasuredSeconds));
    }

    [Fact]
    public void Measuring_times_every_stratum_in_every_round_and_warms_up_first()
    {
        var scorer = new Recording(pair => pair.First.Length + pair.Second.Length);
        string[] sentences = [.. Enumerable.Range(1, 30).Select(length => new string('x', length))];

        var cost = PairCost.Measure(sentences, [.. sentences.Select(sentence => sentence.Length)], scorer, new PairSampling { Strata = 3, BatchesPerStratum = 4, PairsPerBatch = 5 });

        Assert.Equal(435, cost.Pairs);
        Assert.All(cost.Strata, stratum => Assert.Equal(4, stratum.Batches.Count));
        Assert.Equal((1 + 4) * 3 * 5, scorer.Pairs.Count);
        for (var batch = 0; batch < scorer.Pairs.Count / 5; batch++)
        {
            var stratum = cost.Strata[batch % 3].Stratum;
            Assert.All(scorer.Pairs.Skip(5 * batch).Take(5), pair => Assert.InRange(pair.First.Length + pair.Second.Length, stratum.ShortestTotal, stratum.LongestTotal));
        }
    }

    [Fact]
    public void Pairs_can_be_continued_from_any_number() =>
        Assert.All(Enumerable.Range(0, 16), start => Assert.Equal(ExhaustiveSearch.PairsFrom(0, 6).Skip(start), ExhaustiveSearch.PairsFrom(start, 6)));

    [Fact]
    public void A_search_that_is_cut_off_goes_on_where_it_was_and_ends_with_the_same_answer()
    {
        var random = new SplitMix64(3);
        string[] sentences = [.. Enumerable.Range(0, 25).Select(_ => $"{random.Below(1000)}")];
        static float Score(SentencePair pair) => (int.Parse(pair.First, null) * 31 + int.Parse(pair.Second, null) * 17) % 50; // many equal scores
        var whole = ExhaustiveSearch.Run(sentences, new Recording(Score), folder.File("whole.json"), "run", pairsPerChunk: 1000);
        var interrupted = new Recording(Score) { FailAfter = 5 };

        Assert.Throws<OperationCanceledException>(() => ExhaustiveSearch.Run(sentences, interrupted, folder.File("cut.json"), "run", pairsPerChunk: 20));
        var rest = new Recording(Score);
        var resumed = ExhaustiveSearch.Run(sentences, rest, folder.File("cut.json"), "run", pairsPerChunk: 20);

        Assert.Equal(300, whole.NextPair);
        Assert.Equal(whole.Best, resumed.Best);
        Assert.Equal(300 - (5 * 20), rest.Pairs.Count);
        Assert.Equal((1, 2), (whole.Sessions, resumed.Sessions));
        Assert.True(resumed.Seconds > 0);
        Assert.Equal(resumed, ExhaustiveSearch.Run(sentences, new Recording(_ => throw new UnreachableException()), folder.File("cut.json"), "run")); // done is done
    }

    [Fact]
    public void The_state_of_another_run_or_a_broken_one_is_refused_by_name()
    {
        ExhaustiveSearch.Run(["a", "b"], new Recording(_ => 1), folder.File("state.json"), "mini-bert");
        File.WriteAllText(folder.File("broken.json"), "{");

        var other = Assert.Throws<ActionableException>(() => ExhaustiveSearch.Run(["a", "b"], new Recording(_ => 1), folder.File("state.json"), "bert-base"));
        Assert.Contains("mini-bert", other.Message, StringComparison.Ordinal);
        Assert.Throws<ActionableException>(() => ExhaustiveSearch.Run(["a", "b"], new Recording(_ => 1), folder.File("broken.json"), "x"));
        Assert.Throws<ActionableException>(() => ExhaustiveSearch.Run(["a", "b"], new Recording(_ => float.NaN), folder.File("new.json"), "x"));
    }

    private sealed class Recording(Func<SentencePair, float> score) : IPairScorer
    {
        private int calls;

        public List<SentencePair> Pairs { get; } = [];

        public int FailAfter { get; init; } = int.MaxValue;

        public float[] Score(IReadOnlyList<SentencePair> pairs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
        {
            if (calls++ == FailAfter) throw new OperationCanceledException();
            Pairs.AddRange(pairs);
            return [.. pairs.Select(score)];
        }

        public void Dispose()
        {
        }
    }
}
