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

        var difference = RunDifference.Of([before], [Run(changed)]);

        var cell = Assert.Single(difference.Cells);
        Assert.Equal("the likely cause is the data file x.tsv, the only input that changed", difference.Cause);
        Assert.Equal(new RankMove(1, 1, 3), cell.Moves[0]);
        Assert.Equal(3, cell.Moves.Count);
    }

    [Fact]
    public void Equal_runs_differ_in_nothing()
    {
        var run = Run(SampleRecords.Cell("Sample", 0.1f, 0.2f));

        var difference = RunDifference.Of([run], [run]);

        Assert.Empty(difference.Cells);
        Assert.Empty(difference.Environment);
        Assert.Equal(1, difference.Unchanged);
    }

    [Fact]
    public void What_only_one_side_has_is_said()
    {
        var difference = RunDifference.Of([Run(SampleRecords.Cell("A", 0.1f))], [Run(SampleRecords.Cell("B", 0.1f))]);

        Assert.EndsWith("seed 1 A", Assert.Single(difference.OnlyBefore), StringComparison.Ordinal);
        Assert.EndsWith("seed 1 B", Assert.Single(difference.OnlyAfter), StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_difference_names_fact_and_library()
    {
        var before = SampleRecords.Cell("A", 0.1f);
        var after = before with { Provenance = before.Provenance with { Cores = 8, Packages = new(StringComparer.Ordinal) { ["TorchSharp"] = "0.108.0" } } };

        Assert.Equal(["logical processors", "TorchSharp"], RunDifference.Of([Run(before)], [Run(after)]).Environment.Select(change => change.Name));
    }

    [Fact]
    public void A_baseline_inside_the_results_is_not_read_as_a_result()
    {
        var cell = SampleRecords.Cell("A", 0.1f);
        new ResultStore(_folder.Path).Save(SampleRecords.Key, cell);
        new ResultStore(_folder.File(ResultStore.BaselineFolder)).Save(SampleRecords.Key, cell);

        Assert.Single(new ResultStore(_folder.Path).All());
        Assert.Single(new ResultStore(_folder.File(ResultStore.BaselineFolder)).All());
    }

    private static RunRecord Run(CellRecord cell) => SampleRecords.Key.EmptyRecord() with { Cells = [cell] };
}
