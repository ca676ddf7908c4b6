using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Tests.Results;
using Xunit;

namespace SbertRepro.Tests.Regression;

public sealed class RunDifferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_moved_score_names_the_only_input_that_changed_and_the_items_that_moved()
    {
        var before = Run(SampleRecords.Cell("Sample", 0.1f, 0.2f, 0.3f));
        var changed = SampleRecords.Cell("Sample", 0.9f, 0.2f, 0.3f) with
        {
            Fingerprint = new(new(StringComparer.Ordinal) { ["seed"] = "1", ["code/metrics"] = "abc", ["data/x.tsv"] = "1f" }),
            Scores = [new Score("spearman", "all", 0.5, new Interval(0.4, 0.6), 3)],
        };

        var difference = RunDifference.Of(new([before]), new([Run(changed)]));

        var cell = Assert.Single(difference.Cells);
        Assert.Equal("the likely cause is the data file x.tsv, the only input that changed", difference.Cause);
        Assert.Equal(new RankMove(1, 1, 3), cell.Moves[0]);
        Assert.Equal(3, cell.Moves.Count);
    }

    [Fact]
    public void Equal_runs_differ_in_nothing()
    {
        var run = Run(SampleRecords.Cell("Sample", 0.1f, 0.2f));

        var difference = RunDifference.Of(new([run]), new([run]));

        Assert.Empty(difference.Cells);
        Assert.Empty(difference.Environment);
        Assert.Equal(1, difference.Unchanged);
    }

    [Fact]
    public void What_only_one_side_has_is_said()
    {
        var difference = RunDifference.Of(new([Run(SampleRecords.Cell("A", 0.1f))]), new([Run(SampleRecords.Cell("B", 0.1f))]));

        Assert.EndsWith("seed 1 A", Assert.Single(difference.OnlyBefore), StringComparison.Ordinal);
        Assert.EndsWith("seed 1 B", Assert.Single(difference.OnlyAfter), StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_difference_names_fact_and_library()
    {
        var before = SampleRecords.Cell("A", 0.1f);
        var after = before with { Provenance = before.Provenance with { Cores = 8, Packages = new(StringComparer.Ordinal) { ["TorchSharp"] = "0.108.0" } } };

        Assert.Equal(["logical processors", "TorchSharp"], RunDifference.Of(new([Run(before)]), new([Run(after)])).Environment.Select(change => change.Name));
    }

    [Fact]
    public void Where_no_input_changed_the_one_fact_of_the_surroundings_that_did_is_the_likely_cause()
    {
        var before = SampleRecords.Cell("A", 0.1f, 0.2f);
        var after = Moved(before) with { Provenance = before.Provenance with { Threads = 8, Commit = "another" } };

        var cause = RunDifference.Of(new([Run(before)]), new([Run(after)])).Cause;

        Assert.Equal("no input of the fingerprint changed; the likely cause is the threads, all that differs in the surroundings", cause);
        Assert.Equal("no input of the fingerprint changed", RunDifference.Of(new([Run(before)]), new([Run(Moved(before))])).Cause);
    }

    [Fact]
    public void A_changed_input_does_not_hide_that_the_surroundings_differ_and_a_library_is_named_once()
    {
        Assert.Equal("the likely cause is the seed, the only input that changed; the surroundings differ too: processor", Cause.Sentence(["seed"], ["commit", "processor"]));
        Assert.Equal("the likely cause is the library TorchSharp, the only input that changed", Cause.Sentence(["library/TorchSharp"], ["TorchSharp"]));
    }

    [Theory]
    [InlineData("the likely cause is the source of the encoders, the only input that changed", "code/encoders")]
    [InlineData("the likely cause is the model: the model file a, the model file b; no other input changed", "model/a", "model/b")]
    [InlineData("the likely cause is the libraries: the library TorchSharp, the library libtorch; no other input changed", "library/TorchSharp", "library/libtorch")]
    [InlineData("inputs that changed: the seed, the system's pooling", "seed", "system/pooling")]
    public void A_cause_is_named_where_everything_that_changed_is_of_one_kind(string sentence, params string[] inputs) => Assert.Equal(sentence, Cause.Sentence(inputs));

    [Fact]
    public void A_baseline_inside_the_results_is_not_read_as_a_result()
    {
        var cell = SampleRecords.Cell("A", 0.1f);
        new ResultStore(_folder.Path).Save(SampleRecords.Key, cell);
        new ResultStore(_folder.File(ResultStore.BaselineFolder)).Save(SampleRecords.Key, cell);

        Assert.Single(new ResultStore(_folder.Path).All());
        Assert.Single(new ResultStore(_folder.File(ResultStore.BaselineFolder)).All());
    }

    private static CellRecord Moved(CellRecord cell) => cell with { Scores = [new Score("spearman", "all", 0.1, new Interval(0.0, 0.2), 2)] };

    private static RunRecord Run(CellRecord cell) => SampleRecords.Key.EmptyRecord() with { Cells = [cell] };
}
