using System.Xml.Linq;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Tests.Regression;

public sealed class CheckReportTests
{
    private static readonly QualityFinding Held = new("held", QualityOutcome.Equal, 0.5, 0.5, null, null, "same inputs, same number");
    private static readonly QualityFinding Lost = new("lost", QualityOutcome.Worse, 0.5, 0.49, new Interval(-0.012, -0.008), 0.001, "lower, 100 % sure");
    private static readonly QualityFinding Open = new("open", QualityOutcome.Unknown, 0.5, null, null, null, "stale");
    private static readonly LatencyFinding Slow = new("encode a", LatencyOutcome.Slower, new SpeedRatio("r", 1.2, new Interval(1.1, 1.3), 16), null, 0.03, "slower");

    [Fact]
    public void One_failure_fails_and_one_open_question_is_inconclusive()
    {
        Assert.Equal("passed", Report([Held]).Word);
        Assert.Equal("inconclusive", Report([Held, Open]).Word);
        Assert.Equal("failed", Report([Held, Open, Lost]).Word);
        Assert.Equal("failed", (Report([Held]) with { Latency = [Slow] }).Word);
        Assert.Equal("failed", (Report([Held]) with { Counters = [new("encode a", ["tokens: 1 -> 2"])] }).Word);
    }

    [Fact]
    public void JUnit_shows_failures_as_failures_and_open_questions_as_skipped()
    {
        var suite = XDocument.Parse(JUnitXml.Render(Report([Held, Lost, Open]) with { Latency = [Slow] })).Root!;

        Assert.Equal(("4", "2", "1"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("skipped")!.Value));
        Assert.Empty(suite.Elements().First().Elements());
    }

    [Fact]
    public void Annotations_escape_what_GitHub_would_read_as_syntax() =>
        Assert.Equal(["::error title=quality%3A lost::lower, 100 %25 sure", "::warning title=quality%3A open::stale"], GitHubAnnotations.Render(Report([Held, Lost, Open])));

    [Fact]
    public void The_summary_puts_the_lost_score_before_the_ones_that_held()
    {
        var summary = CheckMarkdown.Render(Report([Held, Lost]));

        Assert.StartsWith("# Regression gate: failed", summary, StringComparison.Ordinal);
        Assert.Contains("| lost | worse | 50.00 | 49.00 | −1.00 | [−1.20, −0.80] | 0.0010 |", summary, StringComparison.Ordinal);
        Assert.True(summary.IndexOf("| lost |", StringComparison.Ordinal) < summary.IndexOf("| held |", StringComparison.Ordinal));
    }

    private static CheckReport Report(IReadOnlyList<QualityFinding> quality) => new(quality, [], [], [], []);
}
