using SbertRepro.Encoders.Baselines;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using Xunit;

namespace SbertRepro.Encoders.Tests.Studies;

public sealed class TimedAccuracyTests
{
    private const string Dev = "Sample-STS-dev";

    [Fact]
    public void The_timed_vectors_of_all_pairs_give_the_score_of_the_whole_set()
    {
        using var words = new BagOfWords();
        string[] sentences = [.. TimedAccuracy.PairsOf(Dev).Lines(Sample)];
        var set = StsDatasets.Find(Dev).Read(Sample);

        var (spearman, pairs) = TimedAccuracy.Of(Dev, sentences, words.Encode(sentences), Sample);

        Assert.Equal((2 * set.Count, set.Count), (sentences.Length, pairs));
        Assert.Equal(100 * SentenceSimilarity.Spearman(words, set), spearman, tolerance: 1e-9);
    }

    [Fact]
    public void Only_pairs_count_of_which_both_sentences_were_encoded()
    {
        using var words = new BagOfWords();
        string[] sentences = [.. TimedAccuracy.PairsOf(Dev, pairs: 50).Lines(Sample)];
        string[] without = [.. sentences.Where(sentence => sentence != sentences[0])];

        var (all, some) = (TimedAccuracy.Of(Dev, sentences, words.Encode(sentences), Sample), TimedAccuracy.Of(Dev, without, words.Encode(without), Sample));

        Assert.InRange(all.Pairs, 50, 60);
        Assert.InRange(some.Pairs, 1, all.Pairs - 1);
    }

    [Fact]
    public void Vectors_of_other_sentences_score_otherwise()
    {
        using var words = new BagOfWords();
        string[] sentences = [.. TimedAccuracy.PairsOf(Dev).Lines(Sample)];
        string[] turned = [.. sentences.Skip(1), sentences[0]];

        Assert.NotEqual(TimedAccuracy.Of(Dev, sentences, words.Encode(sentences), Sample).Spearman, TimedAccuracy.Of(Dev, sentences, words.Encode(turned), Sample).Spearman, tolerance: 5);
    }

    [Fact]
    public void A_timed_system_of_words_says_how_well_it_answered()
    {
        var step = new WordSpeed(Systems.BagOfWords, TimedAccuracy.PairsOf(Dev, pairs: 100), Seconds: 0, Dev);
        var context = new StudyContext(new Setting(Scale.Sample, "cpu", "cpu", "fp32", 1, Machine.Read()), Sample, _ => new OpenSystem.Encodes(new BagOfWords()), "", null, TestContext.Current.CancellationToken)
        {
            Identity = "test",
            TokenizationOf = _ => null,
        };

        var said = step.Measure(context).Quantities.Single(quantity => quantity.What == SpeedWords.Spearman(Dev));

        Assert.InRange(said.Count, 100, 120);
        Assert.InRange(said.Value, 10, 70);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0.01, false)]
    public void Vectors_that_differ_from_those_of_float32_void_the_times_they_were_made_in(double noise, bool holds)
    {
        using var words = new BagOfWords();
        string[] sentences = [.. TimedAccuracy.PairsOf(Dev, pairs: 20).Lines(Sample).Distinct(StringComparer.Ordinal)];
        var timed = words.Encode(sentences);
        for (var i = 0; i < timed.Dimension; i++) timed[3][i] += (float)(noise * (i % 2));

        var verdict = TimedAccuracy.Judge("row", Systems.MiniBertMean, Dev, sentences, timed, Context());

        Assert.Equal(holds, verdict.Holds);
        Assert.Equal([SpeedWords.Spearman(Dev), SpeedWords.SmallestCosine], verdict.Quantities.Select(quantity => quantity.What));
        Assert.Equal(holds, verdict.Of([new("row", "one query", "ms", 1)])[0].Valid);
    }

    [Fact]
    public void Word_vectors_are_scored_but_have_no_other_precision_to_be_compared_with()
    {
        using var words = new BagOfWords();
        string[] sentences = [.. TimedAccuracy.PairsOf(Dev, pairs: 20).Lines(Sample).Distinct(StringComparer.Ordinal)];

        var verdict = TimedAccuracy.Judge("row", Systems.BagOfWords, Dev, sentences, words.Encode(sentences), Context());

        Assert.Null(verdict.Holds);
        Assert.Equal(SpeedWords.Spearman(Dev), Assert.Single(verdict.Quantities).What);
    }

    [Fact]
    public void Queries_stand_in_front_of_what_was_searched_with_the_vectors_they_were_timed_with()
    {
        var (searched, query) = (new SentenceVectors(2, 1, [1, 2]), new SentenceVectors(1, 1, [3]));

        var (sentences, vectors) = KeptVectors.AskedFirst(["a", "b", "asked"], 2, [query], searched);

        Assert.Equal(["asked", "a", "b"], sentences);
        Assert.Equal([3, 1, 2], vectors.Values);
    }

    private static StudyContext Context() =>
        new(new Setting(Scale.Sample, "cpu", "cpu", "fp32", 1, Machine.Read()), Sample, _ => throw new NotSupportedException(), "", null, TestContext.Current.CancellationToken)
        {
            Identity = "test",
            TokenizationOf = _ => null,
            OpenAt = (_, _) => new OpenSystem.Encodes(new BagOfWords()),
        };

    private static string Sample(string id) => Path.Combine(SharedFolder.RepositoryRoot, "datasets", id);
}
