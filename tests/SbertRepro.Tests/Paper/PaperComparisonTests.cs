using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;
using SbertRepro.Tests.Results;
using Xunit;

namespace SbertRepro.Tests.Paper;

public sealed class PaperComparisonTests
{
    private static readonly PaperTable Paper = new("table1", "", [new("GloVe", "A", 60), new("GloVe", "B", 50), new("GloVe", "Avg", 55)]);

    private static readonly ComparisonColumn[] Columns = [new("set-a", "A"), new("set-b", "B"), new("set-dev", null)];

    private static readonly ComparisonRow Row = new("glove", "GloVe", null, "not fetched");

    [Fact]
    public void A_cell_that_was_not_run_says_why_and_shows_no_number()
    {
        var cells = Compare(Row);

        Assert.Equal(["set-a", "set-b", "set-dev", "Avg"], cells.Select(cell => cell.Dataset));
        Assert.All(cells, cell => Assert.Equal((Verdict.NotRun, "not fetched", null, null), (cell.Verdict, cell.Reason, cell.Measured, cell.Interval)));
        Assert.Equal([60, 50, null, 55], cells.Select(cell => cell.Paper));
    }

    [Fact]
    public void One_seed_keeps_its_own_interval_and_all_is_times_100()
    {
        var cell = Compare(Row, Run(1, ("set-a", 0.6)))[0];

        Assert.Equal(60, cell.Measured!.Value, 9);
        Assert.Equal((59.0, 61.5), (Math.Round(cell.Interval!.Value.Low, 9), Math.Round(cell.Interval.Value.High, 9)));
        Assert.Equal(Verdict.Reproduced, cell.Verdict);
        Assert.Equal([1], cell.Seeds);
    }

    [Fact]
    public void Several_seeds_become_their_mean_with_a_wider_interval()
    {
        var cell = Compare(Row, Run(1, ("set-a", 0.5)), Run(2, ("set-a", 0.7)))[0];

        Assert.Equal(60, cell.Measured!.Value, 9);
        Assert.Equal([1, 2], cell.Seeds);
        Assert.Equal(2 * 1.959964 * Math.Sqrt(Math.Pow(2.5 / 2 / 1.959964, 2) + 100), cell.Interval!.Value.High - cell.Interval.Value.Low, 4);
    }

    [Fact]
    public void The_average_needs_all_of_the_papers_columns_and_none_of_ours()
    {
        var average = Compare(Row, Run(1, ("set-a", 0.6), ("set-b", 0.5), ("set-dev", 0.9))).Single(cell => cell.Dataset == PaperComparison.Average);
        Assert.Equal((55.0, Verdict.Reproduced), (Math.Round(average.Measured!.Value, 9), average.Verdict));

        var partial = Compare(Row, Run(1, ("set-a", 0.6))).Single(cell => cell.Dataset == PaperComparison.Average);
        Assert.Equal((null, Verdict.NotRun), (partial.Measured, partial.Verdict));
    }

    [Fact]
    public void A_stand_in_is_shown_beside_the_paper_and_not_judged()
    {
        var cell = Compare(Row with { NotJudged = "partial vectors" }, Run(1, ("set-a", 0.6)))[0];

        Assert.Equal((60.0, Verdict.NotJudged, "partial vectors"), (cell.Paper!.Value, cell.Verdict, cell.Reason));
    }

    [Fact]
    public void An_undefined_correlation_is_not_judged()
    {
        var cell = Compare(Row, Run(1, ("set-a", double.NaN)))[0];

        Assert.Equal(Verdict.NotJudged, cell.Verdict);
        Assert.Contains("undefined", cell.Reason, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Comparison> Compare(ComparisonRow row, params RunRecord[] runs) =>
        new PaperComparison("table1", "spearman", "small", "box", Paper, runs).Compare([row], Columns);

    private static RunRecord Run(int seed, params (string Dataset, double Value)[] cells) => new("table1", "glove", seed, "small", "box",
        [.. cells.Select(cell => SampleRecords.Cell(cell.Dataset) with
        {
            Scores = [new Score("spearman", "all", cell.Value, double.IsNaN(cell.Value) ? null : new Interval(cell.Value - 0.01, cell.Value + 0.015), 1000)],
        })]);
}
