using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Tests.Reporting;

/// <summary>The components of the page and the HTML that they make.</summary>
public sealed class PageTests
{
    private const string Markup = "\"'><script>alert(1)</script>";

    private static readonly string Folder = Path.Combine(SharedFolder.RepositoryRoot, "src", "SbertRepro.Reporting", "Page");

    private static readonly string Html = HtmlReport.Render(SampleReport.Full);

    private static readonly IDocument Page = new HtmlParser().ParseDocument(Html);

    [Fact]
    public void Markup_in_any_text_of_the_model_stays_text()
    {
        var html = HtmlReport.Render(PlantedText.In(SampleReport.Full, Markup));
        var page = new HtmlParser().ParseDocument(html);

        Assert.DoesNotContain("<script>alert", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Shape(Page), Shape(page));
        Assert.All(Page.QuerySelectorAll("main > section:not(#explorer)").Select(section => section.Id!), id => Assert.Contains(Markup, Said(page, id), StringComparison.Ordinal));
        Assert.All(page.QuerySelectorAll("#explorer script"), data => Assert.Contains(JsonEncodedText.Encode(Markup).ToString(), data.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void The_sample_fills_every_chapter() =>
        Assert.Equal(
            ["glance", "rule", "table1", "card", "section1", "claims", "numbers", "training", "speed", "pairs", "explorer", "spread", "gate", "baselines", "trends", "difference", "lint",
                "environment", "artifacts"],
            Page.QuerySelectorAll("main > section").Select(section => section.Id));

    [Fact]
    public void Only_four_components_write_raw_markup() =>
        Assert.Equal(["EmbeddedData.razor", "EmbeddedScript.razor", "EmbeddedStyle.razor", "Picture.razor"],
            Directory.EnumerateFiles(Folder).Where(path => Regex.IsMatch(File.ReadAllText(path), "MarkupString|AddMarkupContent")).Select(path => Path.GetFileName(path)!).Order());

    [Fact]
    public void No_component_is_longer_than_100_lines() =>
        Assert.All(Directory.EnumerateFiles(Folder, "*.razor"), path => Assert.True(File.ReadLines(path).Count() <= 100, path));

    [Fact]
    public void Every_cell_says_which_column_it_is_and_the_first_names_its_row()
    {
        var tables = Page.QuerySelectorAll("table");

        Assert.True(tables.Length > 15);
        foreach (var table in tables)
        {
            var titles = table.QuerySelectorAll("thead tr > *").Select(heading => heading.FirstChild?.TextContent ?? "").ToList();
            foreach (var row in table.QuerySelectorAll("tbody tr"))
            {
                Assert.Equal("TH", row.Children[0].TagName);
                Assert.Equal(titles.Skip(1), row.Children.Skip(1).Select(cell => cell.GetAttribute("data-label")));
            }
        }
    }

    [Fact]
    public void Where_the_table_asks_nothing_a_cell_is_empty_so_that_a_phone_leaves_it_out()
    {
        var table = SampleReport.Model.Tables[0];
        var one = SampleReport.Cell("mean", SampleReport.Fast, Verdict.NotJudged, 50, null, "Sample");
        var page = new HtmlParser().ParseDocument(HtmlReport.Render(SampleReport.Model with { Tables = [table with { Cells = [.. table.Cells, one] }] }));

        Assert.Equal([true, false, false, false, false], page.QuerySelectorAll("#table1-small tr > td:last-child").Select(cell => cell.HasChildNodes));
    }

    [Fact]
    public void The_script_finds_a_rows_name_at_its_beginning() =>
        Assert.All(Page.QuerySelectorAll("tr[data-row]"), row => Assert.Equal(row.Children[0].FirstChild!.TextContent.Trim(), row.Children[0].FirstChild!.TextContent));

    [Fact]
    public void The_source_is_readable_lines_without_entities_for_letters()
    {
        var written = Regex.Replace(Html, "<(svg|script|style).*?</\\1>", "<$1>", RegexOptions.Singleline);

        Assert.DoesNotContain('\r', Html);
        Assert.DoesNotMatch(@"\n\s+<", written);
        Assert.All(written.Split('\n'), line => Assert.InRange(line.Length, 0, 600));
        Assert.Contains("●", written, StringComparison.Ordinal);
        Assert.Contains("–", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("style", "report.css")]
    [InlineData("body > script", "report.js")]
    public void Style_and_script_are_inside_the_page_as_they_are_in_their_files(string element, string file) =>
        Assert.Equal(File.ReadAllText(Path.Combine(Folder, file)).Trim(), Page.QuerySelector(element)!.TextContent.Trim());

    [Fact]
    public void The_words_of_figures_look_the_same_on_the_page_and_in_files_of_their_own()
    {
        var file = SvgFigure.Standalone("<svg><title id=\"a\"></title></svg>");

        foreach (var rule in Regex.Matches(File.ReadAllText(Path.Combine(Folder, "report.css")), @"^svg [^{]+\{[^}]+\}", RegexOptions.Multiline).Select(match => match.Value))
            Assert.Contains(Dense(rule), Dense(file), StringComparison.Ordinal);
    }

    private static string Dense(string css) => Regex.Replace(css, @"\s|;(?=\s*\})", "");

    // Every element with its place, and nothing of what is said.
    private static List<string> Shape(IDocument page) => [.. page.All.Where(element => element.Closest("svg") is null).Select(element => $"{element.Ancestors().Count()} {element.TagName}")];

    private static string Said(IDocument page, string id) => page.QuerySelectorAll("main > section").First(section => section.Id!.StartsWith(id, StringComparison.Ordinal)).TextContent;
}
