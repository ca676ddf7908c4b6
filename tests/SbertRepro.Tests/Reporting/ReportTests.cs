using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed class ReportTests
{
    private static readonly IReadOnlySet<string> NoFigures = new HashSet<string>();

    [Fact]
    public void The_same_model_gives_the_same_bytes_in_every_culture()
    {
        var (html, markdown, json, latex) = All();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal((html, markdown, json, latex), All());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void The_bytes_of_a_figure_do_not_depend_on_the_figures_before_it()
    {
        var training = SampleReport.Model.Training[1];
        var alone = TrainingChart.Svg(training);

        TrainingChart.Svg(SampleReport.Model.Training[0]);

        Assert.Equal(alone, TrainingChart.Svg(training));
        Assert.Contains("clip1", alone, StringComparison.Ordinal);
    }

    [Fact]
    public void The_Markdown_is_the_approved_one()
    {
        var approved = Path.Combine(SharedFolder.RepositoryRoot, "tests", "SbertRepro.Tests", "Reporting", "approved", "README.md");
        var markdown = MarkdownReport.Render(SampleReport.Model, NoFigures);
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1") File.WriteAllText(approved, markdown);

        Assert.Equal(File.ReadAllText(approved), markdown);
    }

    [Fact]
    public void Both_renderings_say_every_number_and_neither_says_one_that_was_not_measured()
    {
        var (html, markdown, _, _) = All();

        foreach (var cell in SampleReport.Model.Tables[0].Cells.Where(cell => cell.Measured is { } value && double.IsFinite(value)))
        {
            Assert.Contains($"<b>{CellText.Of(cell).Measured}</b>", html, StringComparison.Ordinal);
            Assert.Contains($"**{CellText.Of(cell).Measured}**", markdown, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("<b>77.03", html, StringComparison.Ordinal);
        Assert.DoesNotContain("**77.03", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_the_model_is_never_markup()
    {
        var (html, markdown, _, _) = All();

        Assert.Contains("Is a &lt; b &amp; c?", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>dog", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>dog", markdown, StringComparison.Ordinal);
        Assert.Contains("A man \\| plays.", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_that_two_machines_measured_stands_in_the_table_once_and_is_folded_away_the_second_time()
    {
        var blocks = TableBlock.Of(SampleReport.Model.Tables[0]);

        Assert.Equal(["table1-small", "table1-small-slow-2c-cpu", "table1-sample"], blocks.Select(block => block.Anchor));
        Assert.Equal([SampleReport.Fast], blocks[0].Rows.Where(row => row.System.Id == "mean").Select(row => row.Machine));
        Assert.Equal(["mean"], blocks[1].Rows.Select(row => row.System.Id));
    }

    [Fact]
    public void Of_two_machines_the_one_with_more_seeds_of_a_system_stands_in_the_table()
    {
        var table = SampleReport.Model.Tables[0];
        var section = table with { Cells = [.. table.Cells.Select(cell => cell is { System: "mean", Machine: SampleReport.Slow } ? cell with { Seeds = [1, 2, 3] } : cell)] };

        Assert.Equal([SampleReport.Slow], TableBlock.Of(section)[0].Rows.Where(row => row.System.Id == "mean").Select(row => row.Machine));
    }

    [Fact]
    public void A_claim_is_answered_by_the_judgement_with_most_seeds_and_of_equals_by_the_machine_that_judged_most()
    {
        var (one, three) = (SampleReport.Claim(SampleReport.Fast, 0.999), SampleReport.Claim(SampleReport.Slow, 0.01, seeds: 3));
        var busy = SampleReport.Claim(SampleReport.Fast, 0.999) with { Text = "another claim" };

        Assert.Equal("does not hold", ClaimCard.Of([one, busy, three])[0].Lines.Single().Row.Answer);
        Assert.Equal("is open 1 of 1 times", ClaimCard.Of([SampleReport.Claim(SampleReport.Fast, 0.5)])[0].Tally); // here it ...
        Assert.Equal(SampleReport.Fast, ClaimCard.Of([SampleReport.Claim(SampleReport.Slow, 0.01), one, busy])[0].Lines.Single().Row.Record.Machine);
    }

    [Fact]
    public void What_was_measured_with_former_weights_stands_behind_what_has_fewer_seeds_of_the_current_ones_and_is_called_so()
    {
        var table = SampleReport.Model.Tables[0];
        var section = table with { Cells = [.. table.Cells.Select(cell => cell is { System: "mean", Machine: SampleReport.Fast } ? cell with { FormerWeights = true, Seeds = [1, 2, 3] } : cell)] };
        var (proper, again) = (TableBlock.Of(section)[0].Rows.Single(row => row.System.Id == "mean"), TableBlock.Of(section)[1].Rows.Single());
        Assert.Equal((SampleReport.Slow, "the paper's system"), (proper.Machine, proper.Standing));
        Assert.Equal((SampleReport.Fast, "the paper's system, former weights"), (again.Machine, again.Standing));

        var (former, current) = (SampleReport.Claim(SampleReport.Fast, 0.01, seeds: 3) with { FormerWeights = true }, SampleReport.Claim(SampleReport.Slow, 0.999));
        Assert.Equal("holds", ClaimCard.Of([former, current])[0].Lines.Single().Row.Answer);
        Assert.EndsWith("former weights", former.Sample, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_a_claim_fails_is_said_only_where_it_does()
    {
        var (holds, fails) = (SampleReport.Claim(SampleReport.Fast, 0.999) with { WhyItFails = "it is < small" }, SampleReport.Claim(SampleReport.Fast, 0.01) with { WhyItFails = "it is < small" });

        Assert.All(Renderings(fails), report => Assert.Contains("as far as we can see: it is &lt; small.", report, StringComparison.Ordinal));
        Assert.All(Renderings(holds), report => Assert.DoesNotContain("as far as we can see", report, StringComparison.Ordinal));

        static string[] Renderings(ClaimRow claim) =>
            [HtmlReport.Render(SampleReport.Model with { Claims = [claim] }), MarkdownReport.Render(SampleReport.Model with { Claims = [claim] }, NoFigures)];
    }

    [Fact]
    public void A_printed_number_is_counted_once_by_the_paper_s_own_system_and_unmeasured_tables_count_as_not_run()
    {
        var counts = Glance.Of(SampleReport.Model).Printed.ToDictionary(pair => pair.Style.Verdict, pair => pair.Count);

        Assert.Equal(1, counts[Verdict.Reproduced]);
        Assert.Equal(1, counts[Verdict.Consistent]);
        Assert.Equal(1, counts[Verdict.Deviates]);
        Assert.Equal(0, counts[Verdict.NotJudged]); // the stand-in's cell is judged by the paper's own system
        Assert.Equal(7, counts[Verdict.NotRun]); // SBERT-NLI-base, and six that no table here asks for
        Assert.Equal(SampleReport.Model.PrintedNumbers, counts.Values.Sum());
    }

    [Fact]
    public void The_first_table_shows_the_nearest_system_that_was_measured()
    {
        var rows = Glance.Of(SampleReport.Model).FirstTable;
        var without = SampleReport.Model with { Tables = [SampleReport.Model.Tables[0] with { Cells = [.. SampleReport.Model.Tables[0].Cells.Where(cell => cell.System != "mean")] }] };

        Assert.Equal("mean", rows.Single(row => row.PaperRow == "Avg. BERT embeddings").Row.System.Id);
        Assert.Equal("mini", Glance.Of(without).FirstTable.Single(row => row.PaperRow == "Avg. BERT embeddings").Row.System.Id);
        Assert.False(rows.Single(row => row.PaperRow == "SBERT-NLI-base").Row.IsMeasured);
    }

    [Fact]
    public void A_forest_panel_says_in_words_what_it_shows()
    {
        var panel = ForestPlot.Panels(TableBlock.Of(SampleReport.Model.Tables[0])[0]).Single();

        Assert.Contains("STSb, n 1,379: Mean of states_ 46.40 [44.40, 48.90], paper 46.35, reproduced;", panel, StringComparison.Ordinal);
        Assert.Equal(5, Regex.Count(panel, "stroke-width=\"2\"")); // a whisker for each measured cell
        Assert.Equal(4, Regex.Count(panel, "<path fill=\"var\\(--paper\\)\"")); // diamonds: those the paper has too
        Assert.Single(Regex.Matches(panel, "<path fill=\"var\\(--deviates\\)\"")); // a triangle
        Assert.Equal(2, Regex.Count(panel, "<ellipse fill=\"var\\(--band\\)\"")); // hollow: not judged
    }

    [Fact]
    public void A_figure_follows_the_page_from_light_to_dark_and_as_a_file_brings_the_colours_itself()
    {
        var block = TableBlock.Of(SampleReport.Model.Tables[0])[0];

        Assert.DoesNotMatch("(fill|stroke)=\"#", ForestPlot.Panels(block).Single());
        Assert.All(Regex.Matches(ForestPlot.Panels(block).Single(), @"var\((--[a-z-]+)\)").Select(match => match.Groups[1].Value).Distinct(),
            property => Assert.Equal(2, Regex.Count(ForestPlot.File(block)!, $"{property}:#"))); // light and dark
    }

    [Fact]
    public void Without_results_the_report_says_so_and_breaks_nothing()
    {
        var empty = SampleReport.Model with { Tables = [], Card = [], Claims = [], Training = [], PairErrors = [], PairRanks = [], Environments = [] };

        Assert.Contains("None of the paper's 10 numbers", WebUtility.HtmlDecode(HtmlReport.Render(empty)), StringComparison.Ordinal);
        Assert.Contains("None of the paper's 10 numbers", MarkdownReport.Render(empty, NoFigures), StringComparison.Ordinal);
    }

    private static (string Html, string Markdown, string Json, string Latex) All() =>
        (HtmlReport.Render(SampleReport.Model), MarkdownReport.Render(SampleReport.Model, NoFigures), ReportJson.Render(SampleReport.Model), ReportLatex.Render(SampleReport.Model));
}
