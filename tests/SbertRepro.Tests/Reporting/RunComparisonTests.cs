using System.Text.Json;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Reporting;
using SbertRepro.Tests.Results;
using Xunit;

namespace SbertRepro.Tests.Reporting;

/// <summary>What the explorer of the page shows is what <c>sbert-repro diff</c> says.</summary>
public sealed class RunComparisonTests
{
    [Fact]
    public void Two_systems_are_compared_as_diff_compares_two_folders()
    {
        var stored = new StoredResults([Run("mini-mean", "Mean", 0.5), Run("mini-cls", "Cls", 0.3)]);

        var row = RunComparison.All(stored).Single(each => each.First.StartsWith("table1|", StringComparison.Ordinal));

        Assert.Equal(("table1|sample|m|mini-mean", "table1|sample|m|mini-cls"), (row.First, row.Second));
        Assert.Equal("the likely cause is the system's pooling, the only input that changed", row.Difference.Cause);
        Assert.Equal(new Change("system/pooling", "Mean", "Cls"), Assert.Single(Assert.Single(row.Difference.Cells).Inputs));
    }

    [Fact]
    public void Two_machines_of_a_scale_are_compared_cell_by_cell()
    {
        var stored = new StoredResults([Run("mini", "Mean", 0.5), Run("mini", "Mean", 0.4, "other")]);

        var machines = RunComparison.All(stored).Single(each => each.First == "sample|m");

        Assert.Equal("sample|other", machines.Second);
        Assert.Equal("no input of the fingerprint changed", machines.Difference.Cause);
    }

    [Fact]
    public void Rows_of_another_system_on_another_machine_are_not_compared()
    {
        var stored = new StoredResults([Run("mini", "Mean", 0.5), Run("mini", "Mean", 0.4, "other"), Run("static", "none", 0.3, "other")]);

        var rows = RunComparison.All(stored).Where(each => each.First.StartsWith("table1|", StringComparison.Ordinal)).Select(each => (each.First, each.Second));

        Assert.Equal(
            [("table1|sample|m|mini", "table1|sample|other|mini"), ("table1|sample|other|mini", "table1|sample|other|static")],
            rows);
    }

    [Fact]
    public void Rows_without_a_dataset_in_common_are_not_compared() =>
        Assert.Empty(RunComparison.All(new([Run("a", "Mean", 0.5, dataset: "A"), Run("b", "Mean", 0.5, dataset: "B")])));

    [Fact]
    public void The_same_step_of_two_systems_is_timed_against_each_other_and_other_steps_are_not()
    {
        var stored = new StoredResults([Run("mini", "Mean", 0.5), Run("static", "none", 0.4)])
        {
            Steps =
            [
                Step("bi.mini", "mini-BERT", 20, 1), Step("bi.static", "a table", 10, 2), Step("rerank.static.cross", "a table, reranked", 90, 3), Step("alone", "someone", 7, 4),
            ],
        };

        var row = RunComparison.All(stored).Single(each => each.First.EndsWith("|mini", StringComparison.Ordinal));

        Assert.Equal(("section1 bi: one query", 0.5), (Assert.Single(row.Difference.Latency).What, row.Difference.Latency[0].Ratio));
        Assert.Equal(2, Assert.Single(row.Back).Ratio);
    }

    [Fact]
    public void The_page_gets_each_sentence_once_and_hashes_cut_short()
    {
        var hash = new string('a', 64);
        var stored = new StoredResults([Run("one", hash, 0.5), Run("two", "Cls", 0.3), Run("three", "Cls", 0.2)]);

        var json = ExplorerData.Json(RunComparison.All(stored));

        using var data = JsonDocument.Parse(json);
        Assert.Equal(3, data.RootElement.GetProperty("pairs").GetArrayLength());
        Assert.Equal(2, data.RootElement.GetProperty("causes").GetArrayLength()); // the pooling, and nothing
        var change = data.RootElement.GetProperty("changes").EnumerateArray().Single();
        Assert.Equal(["the system's pooling", hash[..12], "Cls"], change.EnumerateArray().Select(word => word.GetString()));
        Assert.DoesNotContain("</", ExplorerData.Json(RunComparison.All(new([Run("a", "</script>", 0.1), Run("b", "Cls", 0.2)]))), StringComparison.Ordinal);
    }

    private static RunRecord Run(string system, string pooling, double score, string machine = "m", string dataset = "Sample") => new("table1", system, 1, "sample", machine,
    [
        SampleRecords.Cell(dataset, 0.1f, 0.2f) with
        {
            Scores = [new Score("spearman", "all", score, new Interval(0, 1), 2)],
            Fingerprint = new(new(StringComparer.Ordinal) { ["system/pooling"] = pooling }),
        },
    ]);

    private static StudyRecord Step(string step, string name, double milliseconds, int day)
    {
        var provenance = SampleRecords.Cell("A", 0.1f).Provenance with { Started = DateTimeOffset.UnixEpoch.AddDays(day) };
        var quantity = new Quantity(name, "one query", "ms", milliseconds) { Interval = new(milliseconds - 1, milliseconds + 1) };
        return new("sample", "m", "section1", step, [quantity], [], new(provenance.Started, 1, []), new(new(StringComparer.Ordinal)), provenance);
    }
}
