using SbertRepro.Encoders.Speed;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments.Studies;
using Xunit;

namespace SbertRepro.Encoders.Tests.Speed;

/// <summary>Who goes when, and what is made of what it took; nothing here looks at a clock.</summary>
public sealed class TurnsTests
{
    private static readonly int[][] Tokens = [.. Enumerable.Range(0, 96).Select(index => new int[3 + (index % 17)])];

    private readonly List<string> _turns = [];

    [Fact]
    public void A_ratio_is_of_neighbours_in_time_so_a_machine_that_slows_down_leaves_it_alone()
    {
        // Everything takes ten times as long from segment 2 on; the second contestant takes twice as long as the first throughout.
        double[] weather = [1, 1, 10, 10, 10];
        var (fast, slow) = (Rates(weather, 1), Rates(weather, 2));

        var ratio = Segments.Ratio("fast over slow", fast, slow);

        Assert.Equal((2.0, 5), (ratio.Median, ratio.Pairs));
        Assert.Equal((2.0, 2.0), (ratio.Interval.Low, ratio.Interval.High));
        Assert.Equal([100, 100, 10, 10, 10], fast.Values);
    }

    [Fact]
    public void A_segment_in_which_one_of_two_began_no_batch_has_no_ratio()
    {
        var ratio = Segments.Ratio("", Rates([1, 1, 1], 1), new SortedDictionary<int, double>(Rates([1, 1, 1], 4).Where(rate => rate.Key != 1).ToDictionary()));

        Assert.Equal((4.0, 2), (ratio.Median, ratio.Pairs));
    }

    [Fact]
    public void A_rate_weighs_batches_by_their_time()
    {
        TurnTiming[] timings = [Timing(0, tokens: 100, seconds: 1), Timing(0, tokens: 100, seconds: 3)];

        Assert.Equal([50], Segments.Rates(timings, timing => timing.Tokens, timing => timing.Seconds).Values); // not the mean of 100 and 33
    }

    [Fact]
    public void Every_contestant_encodes_every_sentence_once_a_pass()
    {
        var (plain, sorted) = (Named("plain", InInputOrder), Named("sorted", ByLength));

        var passes = Turns.Take([plain, sorted], new TurnOptions(Fewest: 3, Most: 3));

        Assert.Equal(3, passes);
        foreach (var contestant in new[] { plain, sorted })
        {
            Assert.Equal(3 * Tokens.Length, contestant.Timings.Sum(timing => timing.Sentences));
            Assert.Equal(3L * Tokens.Sum(ids => ids.Length), contestant.Timings.Sum(timing => timing.Tokens));
        }
    }

    [Fact]
    public void Nobody_is_ever_a_batch_ahead_of_the_others_share()
    {
        Contestant[] contestants = [Named("a", InInputOrder), Named("b", ByLength)];
        var largest = new[] { InInputOrder, ByLength }.SelectMany(plan => plan.Batches).Max(batch => batch.Tokens) / (double)Tokens.Sum(ids => ids.Length);

        Turns.Take(contestants, new TurnOptions(1, 1), (_, _) => Assert.InRange(Math.Abs(contestants[0].Fraction - contestants[1].Fraction), 0, largest + 1e-9));

        Assert.True(_turns.Zip(_turns.Skip(1)).Count(pair => pair.First != pair.Second) > 2, string.Join(' ', _turns));
    }

    [Fact]
    public void No_further_pass_begins_when_the_time_is_over_but_the_fewest_are_done() =>
        Assert.Equal(2, Turns.Take([Named("a", ByLength)], new TurnOptions(Fewest: 2, Most: 50, Seconds: 0)));

    [Fact]
    public void Passes_end_when_they_are_enough() => Assert.Equal(4, Turns.Take([Named("a", ByLength)], new TurnOptions(Fewest: 1, Most: 4)));

    [Fact]
    public void Segments_of_a_later_pass_are_others_than_those_of_an_earlier_one()
    {
        var contestant = Named("a", ByLength);

        Turns.Take([contestant], new TurnOptions(2, 2));

        var half = contestant.Timings.Count / 2;
        Assert.True(contestant.Timings.Take(half).Max(timing => timing.Segment) < contestant.Timings.Skip(half).Min(timing => timing.Segment));
    }

    [Fact]
    public void The_smallest_cosine_is_that_of_the_one_sentence_which_differs()
    {
        var reference = Named("reference", InInputOrder);
        var wrong = Named("wrong", ByLength, (index, vector) => vector[1] = index == 41 ? 1 : 0); // (1, 1) instead of (1, 0)

        Turns.Take([reference, wrong], new TurnOptions(1, 1));

        Assert.Equal(Math.Sqrt(0.5), wrong.SmallestCosineTo(reference), 1e-6);
        Assert.Equal(95, wrong.CosinesTo(reference).Count(cosine => cosine == 1));
    }

    [Fact]
    public void Cancellation_comes_through_between_two_batches()
    {
        using var cancelled = new CancellationTokenSource();
        var contestant = Named("a", ByLength);

        Assert.Throws<OperationCanceledException>(() => Turns.Take([contestant], new TurnOptions(5, 5), (_, _) => cancelled.Cancel(), cancelled.Token));
        Assert.Single(contestant.Timings);
    }

    [Fact]
    public void A_sample_of_lengths_has_the_quantiles_of_all_and_keeps_their_order()
    {
        int[] lengths = [.. Enumerable.Range(0, 1000).Select(index => 5 + (index * 7919 % 1000 / 20))]; // 5 ... 54, each twenty times

        var chosen = LengthSample.Of(lengths, 100);

        Assert.Equal(chosen.Order(), chosen);
        Assert.Equal(100, chosen.Distinct().Count());
        Assert.Equal(Enumerable.Range(5, 50).SelectMany(length => new[] { length, length }), chosen.Select(index => lengths[index]).Order());
    }

    [Fact]
    public void A_sample_of_more_than_there_are_is_all_of_them() => Assert.Equal([0, 1, 2], LengthSample.Of([9, 7, 8], int.MaxValue));

    private static BatchPlan InInputOrder => LengthBatching.InInputOrder([.. Tokens.Select(ids => ids.Length)], 8);

    private static BatchPlan ByLength => LengthBatching.Plan([.. Tokens.Select(ids => ids.Length)], tokenBudget: 64);

    private static SortedDictionary<int, double> Rates(double[] weather, double slowness) =>
        Segments.Rates(weather.Select((factor, segment) => Timing(segment, tokens: 100, seconds: factor * slowness)), timing => timing.Tokens, timing => timing.Seconds);

    private static TurnTiming Timing(int segment, long tokens, double seconds) => new(segment, 1, tokens, 0, seconds, 0, 0);

    private Contestant Named(string name, BatchPlan plan, Action<int, SentenceSpan>? change = null)
    {
        return new Contestant(new SpeedConfiguration("managed", "fp32", "none"), name, Encode, plan, Tokens, dimension: 2);

        void Encode(TokenBatch batch, IReadOnlyList<int[]> tokens, SentenceVectors vectors)
        {
            _turns.Add(name);
            foreach (var index in batch.Indices)
            {
                vectors[index][0] = 1;
                change?.Invoke(index, new SentenceSpan(vectors, index));
            }
        }
    }

    private sealed class SentenceSpan(SentenceVectors vectors, int sentence)
    {
        public float this[int column]
        {
            set => vectors[sentence][column] = value;
        }
    }
}
