using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;
using Xunit;

namespace SbertRepro.Tests.Tasks;

public sealed class RetrievalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void BM25_on_SciFact_reaches_the_published_quality()
    {
        var dataset = BeirReader.Read(
            "scifact-test", SharedFolder.RequireMirrored("beir/scifact_beir/corpus.jsonl"), SharedFolder.RequireMirrored("beir/scifact_beir/queries.jsonl"),
            SharedFolder.RequireMirrored("beir/scifact_beir/qrels_test.tsv"));
        using var index = new Bm25Index(dataset.Documents);

        var result = RetrievalQuality.Evaluate(dataset, dataset.Queries.ToDictionary(query => query.Id, query => index.Search(query.Text, 1000)));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', result.Scores));

        Assert.Equal(300, dataset.Queries.Count);
        Assert.Equal(5183, dataset.Documents.Count);
        // Anserini's regression for BEIR SciFact, flat: nDCG@10 0.6789, recall@100 0.9253.
        Assert.Equal(0.6789, result.Scores.Single(score => score.Metric == "ndcg@10").Value, 0.005);
        Assert.Equal(0.9253, result.Scores.Single(score => score.Metric == "recall@100").Value, 0.005);
    }

    [Fact]
    public void A_query_without_an_answer_counts_0_and_is_reported()
    {
        var dataset = Dataset();

        var result = RetrievalQuality.Evaluate(dataset, new Dictionary<string, IReadOnlyList<RankedDocument>> { ["q1"] = [new("d1", 1)], ["unjudged"] = [new("d2", 1)] });

        Assert.Equal([1, 0], result.Predictions);
        Assert.Equal(0.5, result.Scores[0].Value);
        Assert.Equal("1 of 2 queries had no answer and count 0", Assert.Single(result.Notes));
    }

    [Fact]
    public void BM25_counts_a_repeated_word_of_the_query_twice_and_forgets_inflections_and_stop_words()
    {
        using var index = new Bm25Index([new("cats", "", "the cat's cats"), new("dogs", "", "a dog and the dogs"), new("neither", "Birds", "sing")]);

        Assert.Equal(["cats"], index.Search("of cat", 10).Select(document => document.Id));
        Assert.Equal(["neither"], index.Search("bird", 10).Select(document => document.Id)); // the title is searched
        Assert.Empty(index.Search("the", 10));
        Assert.Equal(2 * index.Search("dog", 1)[0].Score, index.Search("dog dogs", 1)[0].Score, 1e-6);
    }

    [Fact]
    public void BM25_follows_its_formula()
    {
        using var index = new Bm25Index([new("long", "", "apple apple pear plum fig"), new("short", "", "apple"), new("other", "", "plum fig")], k1: 0.9f, b: 0.4f);

        var scores = index.Search("apple", 10).ToDictionary(document => document.Id, document => document.Score);

        Assert.Equal(Bm25(frequency: 2, length: 5), scores["long"], 1e-6);
        Assert.Equal(Bm25(frequency: 1, length: 1), scores["short"], 1e-6);

        static double Bm25(double frequency, double length) =>
            Math.Log(1 + ((3 - 2 + 0.5) / (2 + 0.5))) * frequency * 1.9 / (frequency + (0.9 * (1 - 0.4 + (0.4 * length / (8.0 / 3)))));
    }

    [Fact]
    public void Document_lengths_are_exact_below_40_and_never_grow_above()
    {
        for (var length = 0; length < 100_000; length++)
        {
            var kept = Bm25Similarity.Decode(Bm25Similarity.Encode(length));
            if (length < 40) Assert.Equal(length, kept);
            else Assert.InRange(kept, length * 7 / 8, length); // four significant bits
        }

        Assert.Equal(255, Bm25Similarity.Encode(int.MaxValue));
    }

    [Theory]
    [InlineData(0, new[] { "d1", "d2", "d3" })]
    [InlineData(2, new[] { "d2", "d1", "d3" })]
    [InlineData(3, new[] { "d3", "d2", "d1" })]
    [InlineData(9, new[] { "d3", "d2", "d1" })]
    public void Reranking_moves_only_the_candidates_within_the_depth(int depth, string[] expected)
    {
        var candidates = new Dictionary<string, IReadOnlyList<RankedDocument>> { ["q1"] = [new("d1", 30), new("d2", 20), new("d3", 10)], ["q2"] = [] };

        var scores = Reranking.Score(Dataset(), candidates, new ByLength(), 9);
        var reranked = Reranking.Apply(candidates, scores, depth);

        Assert.Equal(expected, Ranking.Sorted(reranked["q1"]).Select(document => document.Id));
        Assert.Empty(reranked["q2"]);
    }

    [Theory]
    [InlineData("q1\td1\n", "'q1\td1'")]
    [InlineData("q9\td1\t1\n", "query q9")]
    [InlineData("q1\td9\t1\n", "document d9")]
    [InlineData("q1\td1\t1\nq1\td1\t0\n", "again")]
    public void A_judgement_that_cannot_be_right_is_refused_with_its_line(string lines, string what)
    {
        File.WriteAllText(folder.File("corpus.jsonl"), """{"_id": "d1", "title": "", "text": "x"}""");
        File.WriteAllText(folder.File("queries.jsonl"), """{"_id": "q1", "text": "x"}""");
        File.WriteAllText(folder.File("qrels.tsv"), "query-id\tcorpus-id\tscore\n" + lines);

        var error = Assert.Throws<ActionableException>(() => BeirReader.Read("x", folder.File("corpus.jsonl"), folder.File("queries.jsonl"), folder.File("qrels.tsv")));

        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains("qrels.tsv line", error.Message, StringComparison.Ordinal);
    }

    private static RetrievalDataset Dataset() => new(
        "test", [new("d1", "", "1"), new("d2", "", "22"), new("d3", "", "333")], [new("q1", "one"), new("q2", "two")],
        new Dictionary<string, IReadOnlyDictionary<string, int>> { ["q1"] = new Dictionary<string, int> { ["d1"] = 1 }, ["q2"] = new Dictionary<string, int> { ["d2"] = 1 } });

    private sealed class ByLength : IPairScorer
    {
        public float[] Score(IReadOnlyList<SentencePair> pairs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
            [.. pairs.Select(pair => (float)pair.Second.Length)];

        public void Dispose()
        {
        }
    }
}
