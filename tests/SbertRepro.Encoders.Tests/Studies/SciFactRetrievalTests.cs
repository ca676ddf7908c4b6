using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using Xunit;

namespace SbertRepro.Encoders.Tests.Studies;

public sealed class SciFactRetrievalTests : IDisposable
{
    private static readonly string[] Animals = ["ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen", "ibex", "jay", "kiwi", "lynx"];

    private readonly StudyBench bench = new();

    public SciFactRetrievalTests()
    {
        bench.Write(SciFact.Documents, Lines(Animals.Select((animal, index) =>
            $$"""{"_id": "d{{index}}", "title": "On the {{animal}}", "text": "the {{animal}} lives here and eats everything"}""")));
        bench.Write(SciFact.Queries, Lines(Animals.Select((animal, index) => $$"""{"_id": "q{{index}}", "text": "what eats the {{animal}}"}""")));
        bench.Write(SciFact.Judgements, Lines(Animals.Select((_, index) => $"q{index}\td{index}\t1").Prepend("query-id\tcorpus-id\tscore")));
        bench.Write("tiny/config.json", """
            {"model_type": "bert", "vocab_size": 9,
            "hidden_size": 4, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 4, "max_position_embeddings": 77, "type_vocab_size": 2}
            """);
    }

    public void Dispose() => bench.Dispose();

    public static TheoryData<string> Stages => ["bm25", "counts"];

    [Theory]
    [MemberData(nameof(Stages))]
    public void A_first_stage_is_judged_on_every_query_and_timed_on_every_query(string stage)
    {
        var result = new Retrieval(Stage(stage)).Measure(bench.Context());

        Quantity Of(string what) => result.Quantities.Single(quantity => quantity.What == what);
        Assert.Equal((1, 12), (Of(StudyWords.NdcgAt10).Value, Of(StudyWords.NdcgAt10).Samples.Count));
        Assert.Equal((1, 1), (Of(SciFactRetrieval.MrrAt10).Value, Of(SciFactRetrieval.RecallAt100).Value));
        Assert.NotNull(Of(StudyWords.NdcgAt10).Interval);
        Assert.Equal(12, Of(StudyWords.OneQuery).Samples.Count);
    }

    [Fact]
    public void Reranking_is_measured_at_every_depth_and_says_what_the_scorer_was_trained_for()
    {
        var result = Reranked().Measure(bench.Context());

        Assert.Equal([2, 5], result.Quantities.Where(quantity => quantity.What == StudyWords.NdcgAt10).Select(quantity => quantity.Size!.Value));
        Assert.Equal([2, 5], result.Quantities.Where(quantity => quantity.What == StudyWords.OneQuery && quantity.Samples.Count == 3).Select(quantity => quantity.Size!.Value));
        Assert.All(result.Quantities.Where(quantity => quantity.What == StudyWords.NdcgAt10), quantity => Assert.Equal(1, quantity.Value));
        Assert.Contains("not for relevance", result.Notes[^1], StringComparison.Ordinal);
        Assert.Contains("cut at 77 tokens", result.Notes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_reranking_goes_on_where_it_was_and_leaves_nothing_behind()
    {
        var whole = Reranked().Measure(bench.Context());
        var scorings = bench.Scorings;
        (bench.KilledAt, var before) = (bench.Scorings + 2, bench.Scorings); // the second of two blocks of queries

        Assert.Throws<OperationCanceledException>(() => Reranked().Measure(bench.Context()));
        Assert.Equal("0.json", Path.GetFileName(Assert.Single(Directory.GetFiles(StateFolder))));
        bench.KilledAt = int.MaxValue;
        var continued = Reranked().Measure(bench.Context());

        Assert.Equal(scorings + 1, bench.Scorings - before); // one block was not scored again, the killed one was begun twice
        Assert.Equal(Quality(whole), Quality(continued));
        Assert.False(Directory.Exists(StateFolder));
    }

    [Theory]
    [InlineData("{\"q0\": [1, 2")]
    [InlineData("{\"q0\": [1, 2]}")]
    [InlineData("null")]
    public void A_state_that_is_not_whole_is_scored_anew(string content)
    {
        var whole = Reranked().Measure(bench.Context());
        Directory.CreateDirectory(StateFolder);
        File.WriteAllText(Path.Combine(StateFolder, "0.json"), content);
        File.WriteAllText(Path.Combine(StateFolder, "1.json.tmp"), "{");

        Assert.Equal(Quality(whole), Quality(Reranked().Measure(bench.Context())));
    }

    [Fact]
    public void Every_step_has_an_id_of_its_own_at_every_scale() => Assert.All(Enum.GetValues<Scale>(), scale =>
        Assert.All(AllStudies.InOrder, study => Assert.Empty(study.StepsAt(scale).GroupBy(step => step.Id).Where(group => group.Count() > 1).Select(group => group.Key))));

    private string StateFolder => Path.Combine(bench.WorkFolder, $"{Reranked().Id}-{new string('a', 16)}");

    private static IEnumerable<(string What, double? Size, double Value)> Quality(StudyResult result) =>
        result.Quantities.Where(quantity => quantity.What != StudyWords.OneQuery).Select(quantity => (quantity.What, quantity.Size, quantity.Value));

    private static RerankedRetrieval Reranked() => new(Stage("bm25"), StudyBench.Reranker, [2, 5], TimedQueries: 3);

    private static FirstStage Stage(string id) => id == "bm25" ? new FirstStage.Bm25() : new FirstStage.Vectors(StudyBench.Encoder);

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
