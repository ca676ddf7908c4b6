using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SbertRepro.Evaluation.Regression;
using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

/// <summary>accept and check as one uses them, with a system that starts in a moment and one that has probe vectors.</summary>
public sealed class GateTests : IDisposable
{
    private static readonly string[] Cells = ["--scale", "sample", "--table", "table1", "--system", "bag-of-words", "--system", "mini-bert-cls", "--threads", "1"];

    private readonly CliProcess _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void What_was_accepted_passes_and_the_check_is_appended_to_the_history()
    {
        RunAndAccept();

        var check = _cli.Run(["check", .. Cells, "--record", "--summary", "gate.md", "--junit", "gate.xml"]);

        Assert.True(check.ExitCode == 0, check.Output + check.Errors);
        Assert.StartsWith("# Regression gate: passed", check.Output, StringComparison.Ordinal);
        Assert.Contains("did not rise: encode mini-bert-cls", check.Output, StringComparison.Ordinal);
        Assert.Equal(check.Output, File.ReadAllText(Path.Combine(_cli.Folder, "gate.md")));
        Assert.Equal("0", XDocument.Load(Path.Combine(_cli.Folder, "gate.xml")).Root!.Attribute("failures")!.Value);
        var lines = File.ReadAllLines(Path.Combine(_cli.Folder, "results", "history", "test-machine.jsonl"));
        Assert.Equal(["accept", "check"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()));
        Assert.All(lines, line => Assert.Contains("\"normalised\":", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Another_score_for_the_same_inputs_fails_and_more_operator_calls_fail_hard()
    {
        RunAndAccept();
        Rewrite("table1/bag-of-words.seed1.json", text => Regex.Replace(text, "(?<=\"value\": 0\\.)", "9"));
        Rewrite("probe/mini-bert-cls.probe.json", text => Regex.Replace(text, "(?<=\"operatorCalls\": [0-9])[0-9]", ""));

        var check = _cli.Run(["check", .. Cells, "--github", "--junit", "gate.xml"]);

        Assert.Equal(1, check.ExitCode);
        Assert.StartsWith("# Regression gate: failed", check.Output, StringComparison.Ordinal);
        Assert.Contains("::error title=quality%3A sample table1 bag-of-words", check.Output, StringComparison.Ordinal);
        Assert.Contains("::error title=counters%3A encode mini-bert-cls::operator calls: ", check.Output, StringComparison.Ordinal);
        Assert.NotEqual("0", XDocument.Load(Path.Combine(_cli.Folder, "gate.xml")).Root!.Attribute("failures")!.Value);
    }

    [Fact]
    public void A_stale_cell_is_inconclusive_and_no_baseline_is_a_failure_with_a_next_step()
    {
        var without = _cli.Run(["check", .. Cells]);
        RunAndAccept();
        Directory.Delete(Path.Combine(_cli.Folder, "results", "sample"), recursive: true);

        var check = _cli.Run(["check", .. Cells]);

        Assert.Equal((1, 3), (without.ExitCode, check.ExitCode));
        Assert.Contains("sbert-repro accept", without.Errors, StringComparison.Ordinal);
        Assert.StartsWith("# Regression gate: inconclusive", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_takes_its_turns_and_ends_with_its_input()
    {
        var timed = _cli.RunWithInput("3\n1\n", "time", "--system", "bag-of-words", "--threads", "1", "--turns");

        Assert.Equal(0, timed.ExitCode);
        Assert.Equal(3, timed.Lines.Length);
        Assert.NotNull(EncodingTiming.Parse(timed.Lines[0]));
        Assert.All(timed.Lines[1..], line => Assert.True(double.Parse(line, System.Globalization.CultureInfo.InvariantCulture) > 0));
    }

    [Fact]
    public void Operator_calls_and_tokens_are_the_same_in_every_process()
    {
        var counters = Enumerable.Range(0, 2).Select(_ => EncodingTiming.Parse(_cli.Run("time", "--system", "mini-bert-mean", "--passes", "1").Output)!.Counters).ToList();

        Assert.True(counters[0].OperatorCalls > 100);
        Assert.Equal((counters[0].Tokens, counters[0].Padding, counters[0].OperatorCalls), (counters[1].Tokens, counters[1].Padding, counters[1].OperatorCalls));
    }

    [Fact]
    public void A_program_that_is_not_there_ends_with_2()
    {
        RunAndAccept();

        var check = _cli.Run(["check", .. Cells, "--against", "no-such-ref"]);

        Assert.Equal(2, check.ExitCode);
        Assert.Contains("neither a folder nor a git ref", check.Errors, StringComparison.Ordinal);
    }

    private void RunAndAccept()
    {
        Assert.Equal(0, _cli.Run(["run", .. Cells]).ExitCode);
        var accepted = _cli.Run(["accept", .. Cells, "--reason", "first"]);
        Assert.True(accepted.ExitCode == 0, accepted.Errors);
    }

    private void Rewrite(string file, Func<string, string> change)
    {
        var path = Path.Combine(_cli.Folder, "results", "baseline", "sample", "test-machine", file);
        var (before, after) = (File.ReadAllText(path), change(File.ReadAllText(path)));
        Assert.NotEqual(before, after);
        File.WriteAllText(path, after);
    }
}
