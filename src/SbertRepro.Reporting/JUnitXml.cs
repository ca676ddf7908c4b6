using System.Globalization;
using System.Xml.Linq;
using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Reporting;

/// <summary>A run of the gate as JUnit XML, which CI systems show as tests: undecided is skipped, never passed.</summary>
public static class JUnitXml
{
    public static string Render(CheckReport report)
    {
        XElement[] cases =
        [
            .. report.Quality.Select(finding => Case("quality", finding.Cell, finding.Fails, finding.Undecided, $"{finding.Outcome}: {finding.Reason}")),
            .. report.Drift.Select(finding => Case("drift", finding.System, fails: false, finding.Warns, finding.Reason)),
            .. report.Latency.Select(finding => Case("latency", finding.Cell, finding.Fails, finding.Undecided, $"{finding.Outcome}: {finding.Reason}")),
            .. report.Counters.Select(finding => Case("counters", finding.Cell, finding.Fails, undecided: false, string.Join("; ", finding.Rises))),
        ];
        var suite = new XElement("testsuite", new XAttribute("name", "sbert-repro check"), new XAttribute("tests", Count(cases.Length)),
            new XAttribute("failures", Count(cases.Count(each => each.Element("failure") is not null))),
            new XAttribute("skipped", Count(cases.Count(each => each.Element("skipped") is not null))), cases);
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{suite}\n".ReplaceLineEndings("\n");
    }

    private static XElement Case(string gate, string cell, bool fails, bool undecided, string reason) =>
        new("testcase", new XAttribute("classname", gate), new XAttribute("name", cell),
            fails ? new XElement("failure", new XAttribute("message", reason)) : undecided ? new XElement("skipped", new XAttribute("message", reason)) : null);

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
}
