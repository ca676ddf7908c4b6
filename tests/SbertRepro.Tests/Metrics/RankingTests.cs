using SbertRepro.Evaluation.Metrics;
using Xunit;

namespace SbertRepro.Tests.Metrics;

public sealed class RankingTests
{
    private static readonly Dictionary<string, int> Grades = new() { ["a"] = 3, ["b"] = 0, ["c"] = 1, ["d"] = 2, ["e"] = -1 };

    [Fact]
    public void Equal_scores_come_by_falling_id_in_byte_order_as_in_trec_eval() =>
        Assert.Equal(["z", "b", "a", "B", "10", "9"], Ranking.Sorted([new("a", 1), new("9", 0.5), new("b", 1), new("B", 1), new("10", 0.6), new("z", 2)]).Select(document => document.Id));

    [Fact]
    public void Nested_equal_numbers_are_ordered_as_text() =>
        Assert.Equal(["9", "10", "1"], Ranking.Sorted([new("1", 0), new("10", 0), new("9", 0)]).Select(document => document.Id));

    [Fact]
    public void Ndcg_takes_the_grade_as_gain_and_negative_grades_as_none()
    {
        // Ranks: x unjudged, d 2, e -1, a 3. Ideal: 3, 2, 1.
        var ranking = Ranks("x", "d", "e", "a");
        var gain = (2 / Math.Log2(3)) + (3 / Math.Log2(5));
        var ideal = 3 + (2 / Math.Log2(3)) + (1 / Math.Log2(4));

        Assert.Equal(gain / ideal, Ranking.Ndcg(ranking, Grades, 10), 1e-15);
        Assert.Equal(2 / Math.Log2(3) / (3 + (2 / Math.Log2(3))), Ranking.Ndcg(ranking, Grades, 2), 1e-15); // the ideal is cut too
    }

    [Fact]
    public void The_best_ranking_has_ndcg_1_and_an_empty_one_0()
    {
        Assert.Equal(1, Ranking.Ndcg(Ranks("a", "d", "c"), Grades, 10), 1e-15);
        Assert.Equal(0, Ranking.Ndcg([], Grades, 10));
        Assert.Equal(0, Ranking.Ndcg(Ranks("b"), new Dictionary<string, int> { ["b"] = 0 }, 10)); // nothing is relevant
    }

    [Fact]
    public void Reciprocal_rank_and_recall_count_grades_above_0_within_the_cut()
    {
        var ranking = Ranks("b", "x", "c", "y", "a");

        Assert.Equal(1.0 / 3, Ranking.ReciprocalRank(ranking, Grades, 10));
        Assert.Equal(0, Ranking.ReciprocalRank(ranking, Grades, 2));
        Assert.Equal(2.0 / 3, Ranking.Recall(ranking, Grades, 100));
        Assert.Equal(1.0 / 3, Ranking.Recall(ranking, Grades, 3));
    }

    [Fact]
    public void A_document_twice_or_a_score_that_is_no_number_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Ranking.Sorted([new("a", 1), new("a", 2)]));
        Assert.Throws<ArgumentException>(() => Ranking.Sorted([new("a", double.NaN)]));
    }

    private static IReadOnlyList<RankedDocument> Ranks(params string[] ids) => [.. ids.Select((id, rank) => new RankedDocument(id, -rank))];
}
