using SbertRepro.Encoders.Baselines;
using SbertRepro.Encoders.Search;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using Xunit;

namespace SbertRepro.Encoders.Tests.Studies;

/// <summary>The steps of section 1 on a few sentences of the sample: what is counted and how it is called. Times themselves are never asserted.</summary>
public sealed class SearchCostTests : IDisposable
{
    private static readonly string SampleFolder = Path.Combine(SharedFolder.RepositoryRoot, "datasets", "sample");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bi_encoder_is_timed_at_every_size_and_asked_at_the_largest()
    {
        using var words = new BagOfWords();
        var step = new BiEncoderSearch(Systems.BagOfWords, SentenceSet.Sample, [10, 20, 40]);

        var result = step.Measure(Context(_ => new OpenSystem.Encodes(words)));

        var pair = result.Quantities.Where(quantity => quantity.What == Section1SearchCost.Pair).ToList();
        Assert.Equal([10, 20, 40], pair.Select(quantity => quantity.Size));
        Assert.All(pair, quantity => Assert.True(quantity.Basis == Basis.Measured && quantity.Samples.Count == quantity.Count && quantity.Value > 0));
        Assert.Equal(40, result.Quantities.Single(quantity => quantity.What == Section1SearchCost.Query).Size);
        Assert.DoesNotContain(result.Quantities, quantity => quantity.What == Section1SearchCost.Tokenising); // no BERT
    }

    [Fact]
    public void A_cross_encoder_scores_all_pairs_of_the_small_sizes_and_a_sample_of_the_large_one()
    {
        var scorer = new Counting();
        var step = new CrossEncoderSearch(Systems.CrossMiniShape, SentenceSet.Sample, Count: 200, PairsPerBatch: 4, Sizes: [4, 6]);

        var result = step.Measure(Context(_ => new OpenSystem.Scores(scorer)));

        Assert.Contains(6, scorer.Calls);  // 4 * 3 / 2
        Assert.Contains(15, scorer.Calls); // 6 * 5 / 2
        var whole = result.Quantities.Single(quantity => quantity.What == Section1SearchCost.Pair && quantity.Basis == Basis.Extrapolated);
        var query = result.Quantities.Single(quantity => quantity.What == Section1SearchCost.Query);
        Assert.Equal(200, whole.Size);
        Assert.Equal(Basis.Extrapolated, query.Basis);
        Assert.Equal(1000 * whole.Value * 200 / (200 * 199 / 2), query.Value, tolerance: 1e-9 * query.Value);
        Assert.True(whole.Count < 200 * 199 / 2, "only a sample may be scored");
        Assert.InRange(whole.Value, whole.Interval!.Value.Low, whole.Interval.Value.High);
    }

    [Fact]
    public void The_exact_search_stands_beside_the_products_of_the_same_turns_with_what_memory_it_takes()
    {
        var step = new BestPairShare(Count: 300, Dimension: 64, Rounds: 3);

        var result = step.Measure(Context(_ => throw new InvalidOperationException("it opens no system")));

        var single = result.Quantities.Where(quantity => quantity.System == "Exact search, 64 components, float32").ToDictionary(quantity => quantity.What);
        Assert.Equal([Section1SearchCost.Comparing, Section1SearchCost.Arithmetic, SpeedWords.Share, Section1SearchCost.ExtraMemory], single.Keys);
        Assert.All(single.Values, quantity => Assert.True(quantity.Size == 300 && quantity.Valid != false && quantity.Value >= 0));
        var seconds = single[Section1SearchCost.Comparing];
        Assert.Equal(3, seconds.Samples.Count);
        Assert.Equal(2.0 * 64 * (300 * 299 / 2) / seconds.Value / 1e9, single[Section1SearchCost.Arithmetic].Value, tolerance: 1e-9);
        Assert.Equal((3, "%"), (single[SpeedWords.Share].Count, single[SpeedWords.Share].Unit));
        Assert.True(result.Quantities.Select(quantity => quantity.System).Distinct().Count() == 2 || result.Notes.Any(note => note.StartsWith("the search in bfloat16 was not run", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_exhaustive_search_scores_every_pair_and_forgets_its_state_when_done()
    {
        var scorer = new Counting();
        var step = new ExhaustivePairSearch(Systems.CrossMiniShape, SentenceSet.Sample, Count: 30);

        var result = step.Measure(Context(_ => new OpenSystem.Scores(scorer)));

        Assert.Equal(30 * 29 / 2, scorer.Calls.Sum());
        Assert.True(step.OnDemand);
        Assert.Equal(Basis.Measured, result.Quantities.Single().Basis);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void The_reranker_reads_as_many_candidates_as_the_depth_for_each_query()
    {
        using var words = new BagOfWords();
        var scorer = new Counting();
        var step = new RetrieveThenRerank(Systems.BagOfWords, Systems.CrossMiniShape, SentenceSet.Sample, Count: 50, Depth: 7, Queries: 3);

        var result = step.Measure(Context(system => system == Systems.BagOfWords ? new OpenSystem.Encodes(words) : new OpenSystem.Scores(scorer)));

        Assert.All(scorer.Calls, pairs => Assert.Equal(7, pairs));
        Assert.True(scorer.Calls.Count > 3, "the warm-up asks too");
        Assert.Equal(3, result.Quantities[0].Count);
        Assert.InRange(result.Quantities.Single(quantity => quantity.Unit == "%").Value, 0, 100);
    }

    [Fact]
    public void An_index_is_asked_each_query_alone_and_exact_search_judges_what_it_finds()
    {
        using var words = new BagOfWords();
        var step = new IndexedSearch(Systems.BagOfWords, SentenceSet.Sample, Count: 50, Queries: 4, new OneTooFar());

        var result = step.Measure(Context(_ => new OpenSystem.Encodes(words)));

        var recall = result.Quantities.Single(quantity => quantity.What == StudyWords.RecallAt10);
        Assert.Equal([90, 90, 90, 90], recall.Samples);
        Assert.Equal((4, 50), (result.Quantities[0].Count, result.Quantities[0].Size));
        var encoding = result.Quantities.Single(quantity => quantity.What.StartsWith("of which encoding", StringComparison.Ordinal));
        Assert.Equal(4, encoding.Count);
        Assert.True(encoding.Value < result.Quantities[0].Value, "encoding is a part of the query");
    }

    [Fact]
    public void The_same_seed_draws_the_same_distinct_sentences_and_fewer_are_the_beginning_of_more()
    {
        var (some, more) = (SentenceSet.Sample.First(100, Sample), SentenceSet.Sample.First(1000, Sample));

        Assert.Equal(some, more.Take(100));
        Assert.Equal(1000, more.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Too_few_sentences_are_an_error_that_says_how_many_there_are()
    {
        var set = new SentenceSet("three lines", [], _ => ["a", "b", "a", "c"]);

        var error = Assert.Throws<ActionableException>(() => set.First(4, Sample));

        Assert.Contains("3 distinct sentences", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_size_runs_at_least_once_and_at_most_seven_times()
    {
        List<int> ran = [];

        var seconds = SizeRounds.Measure([1, 2, 3], ran.Add, CancellationToken.None);

        Assert.All(seconds.Values, samples => Assert.Equal(7, samples.Count));
        Assert.Equal(22, ran.Count); // and once untimed
    }

    private StudyContext Context(Func<SystemSpec, OpenSystem> open) =>
        new(new Setting(Scale.Sample, "cpu", "cpu", "fp32", 1, Machine.Read()), Sample, open, _folder.Path, null, TestContext.Current.CancellationToken)
        {
            Identity = new string('a', 64),
            VectorsOf = system => system.Id,
            TokenizationOf = system => system == Systems.BagOfWords ? null : BertTokenization.FromVocabulary(Path.Combine(SampleFolder, "mini-bert", "vocab.txt")),
        };

    private static string Sample(string id) => Path.Combine(SampleFolder, id["sample/".Length..]);

    /// <summary>Remembers how many pairs each call had; the scores say nothing.</summary>
    /// <summary>Exact search that misses the nearest of the ten.</summary>
    private sealed record OneTooFar() : IndexKind("one-too-far", "one too far", Effort: null)
    {
        public override IVectorIndex Build(SentenceVectors vectors, StudyContext context) => new Shifted(new ExactIndex(vectors));

        public override long Bytes(IVectorIndex index, StudyContext context) => 0;

        private sealed class Shifted(ExactIndex index) : IVectorIndex
        {
            public int Count => index.Count;

            public NearestNeighbours Search(SentenceVectors queries, int k, CancellationToken cancellation = default)
            {
                var found = index.Search(queries, k + 1, cancellation);
                return new NearestNeighbours(k, [.. found.Ids.Skip(1)], [.. found.Scores.Skip(1)]);
            }

            public void Dispose() => index.Dispose();
        }
    }

    private sealed class Counting : IPairScorer
    {
        public List<int> Calls { get; } = [];

        public float[] Score(IReadOnlyList<SentencePair> pairs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
        {
            Calls.Add(pairs.Count);
            return new float[pairs.Count];
        }

        public void Dispose()
        {
        }
    }
}
