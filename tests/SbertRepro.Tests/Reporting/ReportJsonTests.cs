using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using SbertRepro.Reporting;
using Xunit;

namespace SbertRepro.Tests.Reporting;

public sealed class ReportJsonTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(ReportJson.Schema);

    [Fact]
    public void The_report_is_valid_under_its_schema()
    {
        var result = Evaluate(JsonNode.Parse(ReportJson.Render(SampleReport.Model))!);

        Assert.True(result.IsValid, Problems(result));
    }

    [Fact]
    public void Every_cell_is_there_and_what_was_not_measured_is_null()
    {
        var cells = JsonNode.Parse(ReportJson.Render(SampleReport.Model))!["tables"]![0]!["cells"]!.AsArray();

        Assert.Equal(SampleReport.Model.Tables[0].Cells.Count, cells.Count);
        Assert.All(cells.Where(cell => cell!["verdict"]!.GetValue<string>() == "not-run"), cell => Assert.Null(cell!["score"]));
        Assert.Equal("small/fast-8c-cpu/table1/mean.seed1.json", cells[0]!["files"]![0]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/version", "2")]
    [InlineData("/title", "null")]
    [InlineData("/tables/0/cells/0/verdict", "\"perfect\"")]
    [InlineData("/tables/0/cells/0/files", "[]")]
    [InlineData("/tables/0/cells/5/score", "77.03")] // the paper's number in the place of one that was not run
    [InlineData("/claims/0/probability", "1.5")]
    [InlineData("/artifacts/0/sha256", "\"abc\"")]
    public void The_schema_refuses_what_a_report_must_not_say(string pointer, string value)
    {
        var report = JsonNode.Parse(ReportJson.Render(SampleReport.Model))!;
        var steps = pointer.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var parent = steps[..^1].Aggregate(report, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!);
        parent[steps[^1]] = JsonNode.Parse(value);

        Assert.False(Evaluate(report).IsValid);
    }

    private static EvaluationResults Evaluate(JsonNode report) => Schema.Evaluate(report, new EvaluationOptions { OutputFormat = OutputFormat.List });

    private static string Problems(EvaluationResults result) =>
        string.Join('\n', result.Details.Where(detail => detail.HasErrors).Select(detail => $"{detail.InstanceLocation}: {JsonSerializer.Serialize(detail.Errors)}"));
}
