using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using SbertRepro.Evaluation.Ledger;
using SbertRepro.Reporting;
using SbertRepro.Tests.Ledger;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed class SpreadSectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_statement_one_line_says_so_with_the_command()
    {
        var (html, markdown) = Render(SpreadSection.Nothing);

        const string Command = "sbert-repro ledger sign && sbert-repro ledger add statement.json";
        Assert.Equal($"## Spread over machines\n\nThe ledger holds no statement yet. To add a machine: `{Command}`", markdown);
        Assert.Contains("<code>sbert-repro ledger sign &amp;&amp; sbert-repro ledger add statement.json</code>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", html, StringComparison.Ordinal);
    }

    [Fact]
    public void One_machine_alone_is_listed_and_asked_for_a_second()
    {
        var (html, markdown) = Render(Section(SampleStatements.Of("fast", ("STS12", 0.5))));

        Assert.Contains("No cell was measured by two machines yet", markdown, StringComparison.Ordinal);
        Assert.Contains("| [fast](../results/ledger/small.fast.json) | small | 2026-01-02 | 1 | 1 | 1 | 2 | 3 | 4 | 5 |", markdown, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(html, "<table"));
    }

    [Fact]
    public void A_known_spread_is_said_with_its_place_the_largest_first()
    {
        var (html, markdown) = Render(Planted());

        const string Said = "2 machines measured 3 cells with the same inputs, 1 of them equal to the last stored digit. "
            + "The largest spread is 7.00 points, bag-of-words on STS13 (table1, seed 1, small); 2 lie in each other's interval.";
        Assert.Contains(Said, markdown, StringComparison.Ordinal);
        Assert.Contains(Said, WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains(
            "| bag-of-words on STS13 (table1, seed 1, small) | 2 | 30.00 | 37.00 | 7.00 | no |\n"
            + "| bag-of-words on STS12 (table1, seed 1, small) | 2 | 50.00 | 50.00 | 0.0001 | yes |", markdown, StringComparison.Ordinal);
        Assert.Contains("1 cell was measured with inputs", markdown, StringComparison.Ordinal);
        Assert.Contains("| code/metrics | 1 | 0 | 0 | 40.00 | bag-of-words on STS12 (table1, seed 1, small) |", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_that_are_all_equal_need_no_table_of_spreads()
    {
        var (_, markdown) = Render(Section(SampleStatements.Of("fast", ("STS12", 0.5)), SampleStatements.Of("slow", ("STS12", 0.5))));

        Assert.Contains("2 machines measured 1 cell with the same inputs, 1 of them equal to the last stored digit.", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("Largest spreads", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_JSON_holds_every_cell_and_statement_and_is_valid_under_the_schema()
    {
        var report = JsonNode.Parse(ReportJson.Render(SampleReport.Model with { Spread = Planted() }))!;

        Assert.True(JsonSchema.FromText(ReportJson.Schema).Evaluate(report).IsValid);
        Assert.Equal(4, report["spread"]!["cells"]!.AsArray().Count);
        Assert.Equal(3, report["spread"]!["statements"]!.AsArray().Count);
        Assert.Equal(7, report["spread"]!["cells"]![0]!["range"]!.GetValue<double>(), tolerance: 1e-9);
        Assert.Equal(64, report["spread"]!["cells"]![0]!["machines"]![0]!["signer"]!.GetValue<string>().Length);

        report["spread"]!["cells"]![0]!["range"] = -1;
        Assert.False(JsonSchema.FromText(ReportJson.Schema).Evaluate(report).IsValid);
    }

    [Fact]
    public void Markup_in_a_statement_stays_text()
    {
        var (html, _) = Render(PlantedText.In(Planted(), "<script>alert(1)</script>"));

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("<script>alert", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
    }

    [Fact]
    public void The_bytes_are_the_same_again_and_under_another_culture()
    {
        var section = Planted();
        var (before, culture) = (Render(section), CultureInfo.CurrentCulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(before, Render(section));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    // STS12 differs by a millionth, STS13 by seven points, STS14 by nothing; a third machine has other code.
    private SpreadSection Planted() => Section(
        SampleStatements.Of("fast", ("STS12", 0.5), ("STS13", 0.30), ("STS14", 0.2)), SampleStatements.Of("slow", ("STS12", 0.500001), ("STS13", 0.37), ("STS14", 0.2)),
        SampleStatements.WithCode("third", "code 2", ("STS12", 0.9)));

    private SpreadSection Section(params Statement[] statements)
    {
        LedgerEntry[] entries = [.. statements.Select(statement => SampleStatements.Entry(statement, _folder.File("key.pem")))];
        var cells = from entry in entries
                    from run in entry.Content.Runs
                    from cell in run.Cells
                    select new MeasuredCell(
                        new(entry.Content.Scale, run.Table, run.System, run.Seed, cell.Dataset, cell.Metric), entry.Content.Machine.Id, entry.Signed.Signer,
                        cell.Score!.Value, cell.Interval, cell.Measured, entry.Content.FingerprintOf(cell));
        return new(MachineSpread.Of(cells), entries);
    }

    private static (string Html, string Markdown) Render(SpreadSection section) => (
        Regex.Match(HtmlReport.Render(SampleReport.Model with { Spread = section }), "<section id=\"spread\">.*?</section>", RegexOptions.Singleline).Value,
        MarkdownSpread.Render(section, "../results"));
}
