using SbertRepro.Evaluation.Results;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed class StudySummaryTests
{
    private static readonly StudyLayout Layout = new(
        "effort", StudyColumn.Measured("recall", "recall@10"), StudyColumn.Measured("latency", "one query"), StudyColumn.Printed("the paper", row => row == "a" ? "5 s" : null),
        StudyColumn.Measured("memory", "memory"));

    private static readonly Quantity[] Quantities =
    [
        new("a", "memory", "MB", 512), Of("a", "recall@10", 41, size: 1), Of("a", "one query", 0.1, size: 1), Of("a", "recall@10", 95, size: 64), Of("a", "one query", 6, size: 64),
        new("a", "something else", "", 3), Of("b", "recall@10", 100, size: null), Of("b", "one query", 28, size: null),
    ];

    [Fact]
    public void A_system_has_a_row_for_every_size_and_each_shows_what_has_none()
    {
        var summary = StudySummary.Of(Quantities, Layout)!;

        Assert.Equal(["recall", "latency", "the paper", "memory"], summary.Columns);
        Assert.Equal([("a", 1.0), ("a", 64), ("b", (double?)null)], summary.Rows.Select(row => (row.System, row.Size)));
        Assert.Equal([41, 95, 100], summary.Rows.Select(row => row.Cells[0].Measured!.Value));
        Assert.Equal([0.1, 6, 28], summary.Rows.Select(row => row.Cells[1].Measured!.Value));
        Assert.Equal(["5 s", "5 s", null], summary.Rows.Select(row => row.Cells[2].Paper));
        Assert.Equal([512, 512, null], summary.Rows.Select(row => row.Cells[3].Measured?.Value));
    }

    [Fact]
    public void Every_quantity_stands_in_a_cell_or_among_the_others_and_in_one_of_them_only()
    {
        foreach (var onlyLargest in new[] { false, true })
        {
            var summary = StudySummary.Of(Quantities, Layout with { OnlyLargest = onlyLargest })!;
            var cells = summary.Rows.SelectMany(row => row.Cells).Select(cell => cell.Measured).OfType<Quantity>().Distinct().ToList();

            Assert.Empty(cells.Intersect(summary.Others));
            Assert.Equal(Quantities.Length, cells.Count + summary.Others.Count);
        }
    }

    [Fact]
    public void Where_only_the_largest_size_is_asked_for_the_smaller_ones_are_among_the_others()
    {
        var summary = StudySummary.Of(Quantities, Layout with { OnlyLargest = true })!;

        Assert.Equal([("a", 64.0), ("b", (double?)null)], summary.Rows.Select(row => (row.System, row.Size)));
        Assert.Equal([41, 0.1, 3], summary.Others.Select(quantity => quantity.Value));
    }

    [Fact]
    public void What_was_run_comes_before_what_was_extrapolated()
    {
        Quantity[] both = [Of("a", "recall@10", 1, size: 10) with { Basis = Basis.Extrapolated }, Of("a", "recall@10", 2, size: 10)];

        var summary = StudySummary.Of(both, Layout)!;

        Assert.Equal(2, Assert.Single(summary.Rows).Cells[0].Measured!.Value);
        Assert.Equal(1, Assert.Single(summary.Others).Value);
    }

    [Fact]
    public void A_column_in_which_nothing_stands_is_left_out()
    {
        Quantity[] few = [Of("b", "one query", 28, size: null)];

        var summary = StudySummary.Of(few, Layout)!;

        Assert.Equal(["latency"], summary.Columns);
        Assert.Equal(28, Assert.Single(Assert.Single(summary.Rows).Cells).Measured!.Value);
        Assert.Null(StudySummary.Of([new("b", "something else", "", 1)], Layout));
    }

    [Theory]
    [InlineData(true, false, "n 36", "**6.00 ms** [5.00, 7.00] n 36")]
    [InlineData(true, true, "extrapolated, n 36", "**6.00 ms** [5.00, 7.00] extrapolated, n 36")]
    [InlineData(false, false, "n 36", "~~6.00 ms~~ [5.00, 7.00] n 36")]
    public void A_cell_says_value_interval_basis_and_number_of_samples(bool valid, bool extrapolated, string remark, string markdown)
    {
        var quantity = Of("a", "one query", 6, size: 64) with
        {
            Interval = new Interval(5, 7),
            Count = 36,
            Valid = valid,
            Basis = extrapolated ? Basis.Extrapolated : Basis.Measured,
        };
        var section = SampleReport.Full.Studies[0] with { Summary = StudySummary.Of([quantity], Layout) };
        var report = MarkdownReport.Render(SampleReport.Full with { Studies = [section] }, new HashSet<string>());

        Assert.Equal(remark, QuantityText.Of(quantity).Remark);
        Assert.Contains($"| a | 64 | {markdown} | 5 s |", report, StringComparison.Ordinal);
        Assert.Equal(!valid, report.Contains(StudySummary.WhyStruck, StringComparison.Ordinal));
        Assert.Contains(valid ? "<b>6.00 ms</b>" : "<s>6.00 ms</s>", HtmlReport.Render(SampleReport.Full with { Studies = [section] }), StringComparison.Ordinal);
    }

    private static Quantity Of(string system, string what, double value, double? size) => new(system, what, what == "one query" ? "ms" : "%", value) { Size = size };
}
