using SbertRepro.Evaluation.Paper;
using Xunit;

namespace SbertRepro.Tests.Paper;

public sealed class PaperLintTests
{
    private static readonly IReadOnlyList<LintFinding> Findings = PaperLint.Check(PaperData.Tables, []);

    [Fact]
    public void Exactly_the_known_defects_of_the_tables_are_found() =>
        Assert.Equal(["Table 1, SBERT-NLI-base, Avg", "Table 1, Avg. BERT embeddings, STS14"], Findings.Select(finding => finding.Where));

    [Fact]
    public void The_wrong_average_is_given_beside_the_right_one()
    {
        var finding = Findings.Single(finding => finding.Where.EndsWith("Avg", StringComparison.Ordinal));

        Assert.Equal(("74.89", "74.86"), (finding.Printed, finding.Computed));
    }

    [Fact]
    public void A_changed_cell_is_found_wherever_it_is()
    {
        var table = PaperData.Table("table5");
        foreach (var victim in table.Cells)
        {
            var changed = table with { Cells = [.. table.Cells.Select(cell => cell == victim ? cell with { Value = cell.Value + 0.5 } : cell)] };
            Assert.Contains(PaperLint.Check([changed], []), finding => finding.Where.Contains(victim.Row, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_row_that_two_tables_print_differently_is_found()
    {
        var second = PaperData.Table("table2");
        var changed = second with { Cells = [.. second.Cells.Select((cell, index) => index == 0 ? cell with { Value = 58.03 } : cell)] };

        Assert.Contains(PaperLint.Check([PaperData.Table("table1"), changed], []), finding => finding.What == "differs from Table 1");
    }

    [Fact]
    public void Of_the_brief_only_what_the_paper_says_too_passes()
    {
        var wrong = PaperLint.Check([], PaperData.Card).Select(finding => finding.Where["Brief, ".Length..]);

        Assert.Equal(
            ["Average GloVe, STS benchmark", "SBERT-NLI, STS benchmark", "SBERT, 10,000 sentences"],
            PaperData.Card.Select(claim => claim.Quantity).Except(wrong));
    }

    [Theory]
    [InlineData("cpu-infersent-faster", "InferSent", "SBERT-base - smart batching", "CPU")]
    [InlineData("gpu-sbert-over-infersent", "SBERT-base - smart batching", "InferSent", "GPU")]
    [InlineData("gpu-sbert-over-use", "SBERT-base - smart batching", "Universal Sentence Encoder", "GPU")]
    [InlineData("smart-batching-cpu", "SBERT-base - smart batching", "SBERT-base", "CPU")]
    [InlineData("smart-batching-gpu", "SBERT-base - smart batching", "SBERT-base", "GPU")]
    public void The_prose_of_table_7_follows_from_its_cells(string claim, string fast, string slow, string device)
    {
        var table = PaperData.Table("table7");
        var faster = PaperArithmetic.PercentFaster(table.Find(fast, device)!.Value, table.Find(slow, device)!.Value);

        Assert.Equal(PaperData.Claims.Single(each => each.Id == claim).Value!.Value, faster, 0.51); // printed as a whole number
    }

    [Fact]
    public void Sixty_five_hours_are_two_hundred_and_fourteen_pairs_a_second()
    {
        Assert.Equal(49_995_000, PaperArithmetic.Pairs(10_000));
        Assert.Equal(213.7, PaperArithmetic.ImpliedPairsPerSecond(10_000, 65), 0.05);
    }

    [Theory]
    [InlineData("sts-over-infersent", "table1", "SRoBERTa-NLI-large", "InferSent - GloVe")]
    [InlineData("sts-over-use", "table1", "SRoBERTa-NLI-large", "Universal Sentence Encoder")]
    [InlineData("senteval-over-infersent", "table5", "SBERT-NLI-large", "InferSent - GloVe")]
    [InlineData("senteval-over-use", "table5", "SBERT-NLI-large", "Universal Sentence Encoder")]
    public void The_headline_differences_follow_from_the_averages(string claim, string table, string better, string worse)
    {
        var difference = PaperData.Table(table).Find(better, "Avg")!.Value - PaperData.Table(table).Find(worse, "Avg")!.Value;

        Assert.Equal(PaperData.Claims.Single(each => each.Id == claim).Value!.Value, difference, 0.051);
    }
}
