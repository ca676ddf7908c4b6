using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Tasks;
using Xunit;
using static SbertRepro.Encoders.Tests.Search.RandomVectors;

namespace SbertRepro.Encoders.Tests.Search;

public sealed class BestPairTests
{
    public BestPairTests() => LibTorch.Load();

    public static TheoryData<int, Precision> Sizes =>
        [.. from count in new[] { 2, 3, 31, 32, 33, 64, 100, 257 } from precision in Enum.GetValues<Precision>() select (count, precision)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_pair_and_its_cosine_are_those_of_the_slow_search_in_every_precision(int count, Precision precision)
    {
        var vectors = Uniform(count, 48, seed: (ulong)count);

        Assert.Equal(NaiveBestPair(vectors), Find(vectors, precision));
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Among_equal_pairs_the_lowest_indices_win_wherever_the_blocks_end(Precision precision)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var vectors = Ternary(90, 12, seed);
            Copy(vectors, from: 80, to: 3);
            Copy(vectors, from: 80, to: 41); // 3, 41 and 80 are the same: three pairs of cosine 1, and perhaps more by chance
            var expected = NaiveBestPair(vectors);

            Assert.Equal(1, expected.Similarity, 1e-15);
            Assert.Equal(expected, Find(vectors, precision));
        }
    }

    [Fact]
    public void All_vectors_alike_give_the_first_pair() =>
        Assert.Equal((0, 1), Find(new SentenceVectors(70, 4, [.. Enumerable.Repeat(0.3f, 280)]), Precision.BFloat16) is var best ? (best.First, best.Second) : default);

    [Fact]
    public void Bfloat16_finds_the_best_pair_where_its_own_rounding_could_not_tell_it_from_others()
    {
        // All cosines lie in 0.9999 ... 1, as with the vectors of an untrained BERT; bfloat16 has steps of 0.004 there.
        var vectors = Uniform(150, 64, seed: 5);
        for (var i = 0; i < vectors.Values.Length; i++) vectors.Values[i] = 1 + (0.01f * vectors.Values[i]);

        Assert.Equal(NaiveBestPair(vectors), Find(vectors, Precision.BFloat16));
    }

    [Fact]
    public void A_zero_vector_is_similar_to_nothing()
    {
        var vectors = new SentenceVectors(3, 2, [0, 0, 1, 0, -1, 0.1f]);

        Assert.Equal(new MostSimilarPair(0, 1, 0), Find(vectors, Precision.Float32)); // the cosine of 1 and 2 is negative
    }

    [Fact]
    public void The_vectors_are_left_as_they_were()
    {
        var vectors = Uniform(40, 8);
        var before = vectors.Values.ToArray();

        Find(vectors, Precision.Float32);

        Assert.Equal(before, vectors.Values);
    }

    [Fact]
    public void No_tensor_outlives_the_search()
    {
        var vectors = Uniform(200, 16);
        Find(vectors, Precision.BFloat16);
        var before = LiveTensors.OfThisThread;

        Find(vectors, Precision.BFloat16);

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    [Fact]
    public void One_vector_has_no_pair_and_a_value_that_is_not_a_number_is_named()
    {
        var vectors = Uniform(5, 4);
        vectors[3][2] = float.NaN;

        Assert.Contains("2 or more", Assert.Throws<ActionableException>(() => BestPair.Find(Uniform(1, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("vector 3", Assert.Throws<ActionableException>(() => BestPair.Find(vectors)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_search_stops() =>
        Assert.Throws<OperationCanceledException>(() => BestPair.Find(Uniform(10, 4), cancellation: new CancellationToken(canceled: true)));

    private static MostSimilarPair Find(SentenceVectors vectors, Precision precision) =>
        BestPair.Find(vectors, new ComputeOptions { Precision = precision }, new BestPair.Blocks(32, 48));
}
