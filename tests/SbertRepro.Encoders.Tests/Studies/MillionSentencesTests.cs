using SbertRepro.Encoders.Search;
using SbertRepro.Encoders.Tests.Cli;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using Xunit;

namespace SbertRepro.Encoders.Tests.Studies;

public sealed class MillionSentencesTests : IDisposable
{
    private static readonly string[] Colours = ["red", "blue", "green", "white", "black"];

    private static readonly DistinctSentences Sentences = new("made up", [],
        _ => from number in Enumerable.Range(0, 200) from colour in Colours select $"the {colour} thing number n{number} stands next to n{number * 7 % 200}");

    private readonly StudyBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Exact_search_finds_all_that_exact_search_finds_and_keeps_every_query()
    {
        var step = Step(new IndexKind.Exact(IndexPrecision.Float32), members: 400, queries: 25);

        var result = step.Measure(bench.Context());

        Quantity Of(string what) => result.Quantities.Single(quantity => quantity.What == what);
        Assert.Equal((100, 25), (Of(StudyWords.RecallAt10).Value, Of(StudyWords.RecallAt10).Samples.Count));
        Assert.Equal(100, Of(MillionSentences.RecallAt1).Value);
        Assert.Equal(25, Of(StudyWords.OneQuery).Samples.Count);
        Assert.Equal(Of(StudyWords.OneQuery).Samples.Order().ElementAt(12), Of(StudyWords.OneQuery).Value);
        Assert.True(Of(MillionSentences.Batched).Value > 0);
        Assert.Equal(400 * 4096 * sizeof(float) / 1e6, Of(MillionSentences.Memory).Value);
        Assert.All(result.Quantities, quantity => Assert.Null(quantity.Size));
        Assert.Contains("400 vectors of 4096 components and 25 queries", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Queries_are_held_out_and_come_from_everywhere()
    {
        var vectors = HeldOutVectors.Of(StudyBench.Encoder, Sentences, members: 400, queries: 25, bench.Context());

        Assert.Equal((400, 25), (vectors.Members.Count, vectors.Queries.Count));
        using var expected = new Encoders.Baselines.BagOfWords();
        var all = Sentences.Read(id => id).Take(425).ToArray();
        Assert.Equal(expected.Encode([.. all.Where((_, index) => index % 17 == 16)]).Values, vectors.Queries.Values);
        Assert.Equal(expected.Encode([.. all.Where((_, index) => index % 17 != 16)]).Values, vectors.Members.Values);
    }

    [Fact]
    public void Steps_share_one_encoding_and_other_vectors_are_made_anew()
    {
        Step(new IndexKind.Exact(IndexPrecision.Float32)).Measure(bench.Context());
        Step(new IndexKind.Exact(IndexPrecision.Int8)).Measure(bench.Context());
        Assert.Equal(220, bench.Encoded);

        Step(new IndexKind.Exact(IndexPrecision.Float32)).Measure(bench.Context(vectors: "2"));
        Assert.Equal(440, bench.Encoded);
    }

    [Fact]
    public void Vectors_that_were_cut_short_are_made_anew()
    {
        var whole = HeldOutVectors.Of(StudyBench.Encoder, Sentences, 200, 20, bench.Context());
        var file = Assert.Single(Directory.GetFiles(Path.Combine(bench.WorkFolder, HeldOutVectors.Folder)));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^100]);

        var again = HeldOutVectors.Of(StudyBench.Encoder, Sentences, 200, 20, bench.Context());

        Assert.Equal(440, bench.Encoded);
        Assert.Equal(whole.Members.Values, again.Members.Values);
    }

    [Fact]
    public void Where_there_are_too_few_sentences_the_note_says_how_many_there_are()
    {
        var result = Step(new IndexKind.Exact(IndexPrecision.Float32), members: 5000, queries: 50).Measure(bench.Context());

        Assert.Contains("991 vectors", result.Notes[0], StringComparison.Ordinal); // 1,000 sentences, every 101st a query
        Assert.Contains("there are no 5,050 distinct ones", result.Notes[0], StringComparison.Ordinal);
        Assert.Throws<ActionableException>(() => HeldOutVectors.Of(StudyBench.Encoder, Sentences, 5000, 1, bench.Context()));
    }

    [Theory]
    [InlineData(new[] { 5, 6, 7 }, 1, 100)]
    [InlineData(new[] { 6, 5, 9 }, 1, 0)]
    [InlineData(new[] { 6, 9, 5 }, 2, 50)]
    [InlineData(new int[0], 3, 0)]
    public void The_share_of_one_query_counts_true_neighbours_within_the_depth(int[] found, int depth, double percent) =>
        Assert.Equal(percent, NeighbourSearch.Share(found, [5, 6, 7], depth));

    [Fact]
    public void An_approximate_index_is_asked_at_every_effort()
    {
        var kind = new IndexKind.Faiss("IVF8,Flat", "nprobe") { Efforts = [1, 8] };
        Assert.SkipUnless(kind.Missing is null, kind.Missing?.Reason ?? "");

        var result = Step(kind, members: 400, queries: 25).Measure(bench.Context());

        var recalls = result.Quantities.Where(quantity => quantity.What == StudyWords.RecallAt10).ToList();
        Assert.Equal([1, 8], recalls.Select(quantity => quantity.Size!.Value));
        Assert.True(recalls[0].Value < recalls[1].Value);
        Assert.InRange(result.Quantities.Single(quantity => quantity.What == MillionSentences.Memory).Value, 400 * 4096 * sizeof(float) / 1e6, 7);
        Assert.Empty(Directory.GetFiles(bench.WorkFolder)); // the file that was measured is gone
    }

    [Fact]
    public void Without_FAISS_a_step_says_what_to_install_and_the_others_run()
    {
        Assert.Equal(new CellState.NotRun("FAISS: no file", "apt-get install x, then build.sh"), IndexKind.WithoutFaiss("FAISS: no file. Next: apt-get install x, then build.sh"));

        using var cli = new CliProcess();
        cli.Environment[FaissLibrary.PathVariable] = Path.Combine(cli.Folder, "nothing.so");
        var plan = cli.Run("plan", "--table", "million", "--scale", "sample", "--json");

        Assert.True(plan.ExitCode == 0, plan.Errors);
        Assert.Equal(2, plan.Lines.Count(line => line.Contains("\"state\": \"not run\"", StringComparison.Ordinal)));
        Assert.Equal(3, plan.Lines.Count(line => line.Contains("\"state\": \"stale\"", StringComparison.Ordinal)));
        Assert.Contains("libfaiss-dev", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Slow_encoders_run_on_demand_only()
    {
        var steps = MillionSentences.Value.StepsAt(Scale.Small);

        Assert.Equal(steps.Where(step => !step.OnDemand), steps.Where(step => step.Systems.Contains(Systems.PotionBase4M)));
        Assert.Equal(steps.Count, steps.Select(step => step.Id).Distinct().Count());
        Assert.Equal(6, steps.Count(step => !step.OnDemand));
    }

    private static NeighbourSearch Step(IndexKind index, int members = 200, int queries = 20) => new(StudyBench.Encoder, Sentences, members, queries, index) { Seconds = 0.05 };
}
