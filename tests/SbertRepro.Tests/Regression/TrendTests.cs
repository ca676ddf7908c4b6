using System.Globalization;
using System.Xml.Linq;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Tests.Regression;

/// <summary>What the report makes of a history, by its files.</summary>
public sealed class TrendTests : IDisposable
{
    private const string Figure = "trend-box-encode-a.svg";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_step_is_drawn_marked_and_said_in_words()
    {
        Write(History([.. Enumerable.Range(0, 16).Select(day => day < 9 ? 100.0 + (day % 2) : 130.0 + (day % 2))]));
        var svg = XDocument.Parse(File.ReadAllText(Path.Combine(_folder.Path, "figures", Figure)));
        var words = svg.Root!.Elements().Single(element => element.Attribute("id")?.Value == svg.Root.Attribute("aria-labelledby")!.Value).Value;

        Assert.Contains("16 timings from 2026-01-01 to 2026-01-16", words, StringComparison.Ordinal);
        Assert.Matches(@"A step of \+2[89]\.[0-9]+ % on 2026-01-10 at commit c9", words);
        Assert.Contains(svg.Descendants().Select(element => element.Value), text => text.StartsWith("+2", StringComparison.Ordinal) && text.EndsWith('%'));
        Assert.Contains($"(figures/{Figure})", Read("README.md"), StringComparison.Ordinal);
        Assert.Contains("id=\"trends\"", Read("index.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_of_a_trend_do_not_follow_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            Write(History(100, 101, 102));
            var expected = Read("README.md");
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Write(History(100, 101, 102));

            Assert.Equal(expected, Read("README.md"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void One_timing_is_no_trend_and_none_is_no_chapter()
    {
        Write(History(100));

        Assert.False(File.Exists(Path.Combine(_folder.Path, "figures", Figure)));
        Assert.DoesNotContain("Trends", Read("index.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("Trends", Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_of_an_accepted_baseline_is_shown()
    {
        Write(History(100, 101));

        Assert.Contains("because of <this>", System.Net.WebUtility.HtmlDecode(Read("index.html")), StringComparison.Ordinal);
        Assert.Contains("because of &lt;this>", Read("README.md"), StringComparison.Ordinal);
    }

    private static History History(params double[] values) => new("box", [.. values.Select((value, day) => new HistoryEntry(
        Start.AddDays(day), $"c{day}", day == 0 ? HistoryEntry.Accept : HistoryEntry.Check,
        day == 0 ? "because of <this>" : "", [new HistoryCell("encode a", Normalised: value)]))]);

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder.Path, file));

    private void Write(History history) => ReportFolder.Write(_folder.Path, new ReportModel
    {
        Title = "t",
        Question = "q",
        GeneratedFrom = "c",
        VerdictRule = [],
        Scales = [],
        Tables = [],
        Gate = new GateSection([], [history], null),
    });
}
