using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;
using Xunit;
using static SbertRepro.Encoders.Tests.Search.RandomVectors;

namespace SbertRepro.Encoders.Tests.Search;

public sealed class ExactIndexTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 2, 5)]
    [InlineData(4097, 3, 10)]  // one vector more than a chunk
    [InlineData(9000, 600, 7)] // chunks of the smallest size
    public void Float32_finds_the_neighbours_of_the_slow_search_in_its_order(int count, int queries, int k)
    {
        var (vectors, sought) = (Uniform(count, 24, seed: 3), Uniform(queries, 24, seed: 4));
        using var index = new ExactIndex(vectors);

        var found = index.Search(sought, k);

        for (var query = 0; query < queries; query += Math.Max(1, queries / 20))
            Assert.Equal(NaiveNeighbours(vectors, sought[query], k), found.Of(query).ToArray());
    }

    [Fact]
    public void Equal_neighbours_come_by_rising_index_even_where_they_fill_more_than_the_short_list()
    {
        var (vectors, sought) = (Ternary(5000, 6, seed: 8), Ternary(10, 6, seed: 9)); // 729 different vectors, so about 7 of each
        var same = new SentenceVectors(3000, 2, [.. Enumerable.Repeat(1f, 6000)]);
        using var index = new ExactIndex(vectors);
        using var alike = new ExactIndex(same);

        var found = index.Search(sought, 20);

        for (var query = 0; query < sought.Count; query++) Assert.Equal(NaiveNeighbours(vectors, sought[query], 20), found.Of(query).ToArray());
        Assert.Equal(Enumerable.Range(0, 5), alike.Search(new SentenceVectors(1, 2, [1, 0]), 5).Ids);
    }

    [Theory]
    [InlineData(IndexPrecision.BFloat16)]
    [InlineData(IndexPrecision.Int8)]
    public void A_lower_precision_finds_nearly_all_neighbours_and_gives_them_their_exact_cosines(IndexPrecision precision)
    {
        var (vectors, sought) = (Uniform(20_000, 67, seed: 5), Uniform(50, 67, seed: 6)); // 67: no multiple of any vector width
        using var exact = new ExactIndex(vectors);
        using var index = new ExactIndex(vectors, precision);

        var found = index.Search(sought, 10);

        Assert.InRange(found.Recall(exact.Search(sought, 10), 10), 0.98, 1);
        Assert.InRange(index.Bytes, 1, exact.Bytes / 2);
        for (var rank = 0; rank < 10; rank++) Assert.Equal((float)Similarity.Cosine(sought[7], vectors[found.Of(7)[rank]]), found.Scores[70 + rank]);
    }

    [Theory]
    [InlineData(IndexPrecision.Float32)]
    [InlineData(IndexPrecision.Int8)]
    public void Asking_for_more_than_there_is_gives_what_there_is(IndexPrecision precision)
    {
        using var index = new ExactIndex(Uniform(3, 8), precision);

        var found = index.Search(Uniform(2, 8, seed: 2), 5);

        Assert.Equal([0, 1, 2], found.Of(1).ToArray().Order());
        Assert.Equal(NearestNeighbours.Missing, found.Ids[^1]);
        Assert.Equal(float.NegativeInfinity, found.Scores[^1]);
    }

    [Fact]
    public void Queries_of_another_dimension_are_refused_with_both_numbers()
    {
        using var index = new ExactIndex(Uniform(3, 8));

        var error = Assert.Throws<ActionableException>(() => index.Search(Uniform(1, 9), 1));

        Assert.Contains("9 components", error.Message, StringComparison.Ordinal);
        Assert.Contains("expected 8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_of_bytes_equals_its_sum_at_every_length_and_at_the_extremes()
    {
        var random = new SplitMix64(1);
        for (var length = 0; length < 200; length++)
        {
            sbyte[] left = [.. Enumerable.Range(0, length).Select(_ => (sbyte)(random.Below(255) - 127))];
            short[] right = [.. Enumerable.Range(0, length).Select(_ => (short)(random.Below(255) - 127))];
            Assert.Equal(left.Zip(right, (a, b) => a * b).Sum(), ByteProduct.Of(left, right));
        }

        Assert.Equal(-127 * 127 * 1000, ByteProduct.Of([.. Enumerable.Repeat((sbyte)-127, 1000)], [.. Enumerable.Repeat((short)127, 1000)]));
    }
}
