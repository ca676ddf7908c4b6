using System.Text.Json.Nodes;
using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

/// <summary>The ledger as one uses it: results of two machines, signed with a key of the test's own, collected and reported.</summary>
public sealed class LedgerTests : IDisposable
{
    private static readonly string[] Quick = ["--scale", "sample", "--table", "table1", "--system", "bag-of-words", "--threads", "1"];

    private readonly CliProcess _cli = new();

    public LedgerTests() => _cli.Environment["XDG_CONFIG_HOME"] = Path.Combine(_cli.Folder, "config");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Two_machines_sign_and_the_report_says_how_far_they_are_apart()
    {
        Run("one", "--sign", "one.json");
        Run("two");
        var signed = _cli.Run("ledger", "sign", "--machine", "two", "-o", "two.json");
        Assert.True(signed.ExitCode == 0, signed.Errors);
        Assert.Contains("2 of 2 cells fresh", signed.Output, StringComparison.Ordinal);

        Assert.Equal(0, _cli.Run("ledger", "add", "one.json", "two.json").ExitCode);
        var again = _cli.Run("ledger", "add", "one.json");
        Assert.Equal(0, again.ExitCode);
        Assert.StartsWith("already there: ", again.Output, StringComparison.Ordinal);
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(_cli.Folder, "results", "ledger")).Count());

        var list = _cli.Run("ledger", "list").Output;
        Assert.Contains("one", list, StringComparison.Ordinal);
        Assert.Contains("2 of 2 cells fresh", list, StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run("ledger", "verify").ExitCode);
        Assert.Equal(0, _cli.Run("report").ExitCode);
        var report = File.ReadAllText(Path.Combine(_cli.Folder, "reports", "README.md"));
        Assert.Contains("2 machines measured 2 cells with the same inputs, 2 of them equal to the last stored digit.", report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_is_made_once_for_its_owner_alone_and_another_one_can_be_named()
    {
        Run("one");

        var first = _cli.Run("ledger", "sign");
        var second = _cli.Run("ledger", "sign");
        var other = _cli.Run("ledger", "sign", "--key", "other.pem");

        var key = Path.Combine(_cli.Folder, "config", "sbert-repro", "ledger-key.pem");
        Assert.Contains($"made a new key, {key}", first.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("new key", second.Errors, StringComparison.Ordinal);
        Assert.Equal(first.Output, second.Output);
        Assert.NotEqual(first.Output, other.Output);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    [Fact]
    public void What_was_altered_is_refused_and_nothing_is_added_beside_it()
    {
        Run("one", "--sign", "good.json");
        var statement = JsonNode.Parse(File.ReadAllText(Path.Combine(_cli.Folder, "good.json")))!;
        var payload = Convert.FromBase64String(statement["payload"]!.GetValue<string>());
        payload[^2] ^= 1;
        statement["payload"] = Convert.ToBase64String(payload);
        _cli.Write("bad.json", statement.ToJsonString());

        var refused = _cli.Run("ledger", "add", "good.json", "bad.json");

        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("sbert-repro: bad.json: ", refused.Errors, StringComparison.Ordinal);
        Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists(Path.Combine(_cli.Folder, "results", "ledger")));
        Assert.Contains("no statement", _cli.Run("ledger", "list").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_was_changed_after_it_was_signed_is_named_and_a_stale_one_is_marked()
    {
        Run("one", "--sign", "one.json");
        Assert.Equal(0, _cli.Run("ledger", "add", "one.json").ExitCode);
        var file = Path.Combine(_cli.Folder, "results", "sample", "one", "table1", "bag-of-words.seed1.json");
        var text = File.ReadAllText(file);
        File.WriteAllText(file, text.Replace("\"seed\": \"1\"", "\"seed\": \"2\"", StringComparison.Ordinal)); // an input of both fingerprints
        Assert.NotEqual(text, File.ReadAllText(file));

        var verify = _cli.Run("ledger", "verify");
        var sign = _cli.Run("ledger", "sign");

        Assert.Equal(1, verify.ExitCode);
        Assert.Contains("differs: sample table1 bag-of-words seed 1 Sample-STS-test", verify.Output, StringComparison.Ordinal);
        Assert.Contains("0 of 2 cells fresh", sign.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_results_there_is_nothing_to_sign_and_of_several_machines_one_must_be_named()
    {
        var nothing = _cli.Run("ledger", "sign");
        Run("one");
        Run("two");
        _cli.Environment["SBERT_REPRO_MACHINE"] = "three";
        var several = _cli.Run("ledger", "sign");

        Assert.Equal((1, 2), (nothing.ExitCode, several.ExitCode));
        Assert.Contains("sbert-repro run", nothing.Errors, StringComparison.Ordinal);
        Assert.Contains("--machine with one of one, two", several.Errors, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("ledger").ExitCode);
        Assert.Equal(2, _cli.Run("ledger", "add").ExitCode);
        Assert.Equal(2, _cli.Run("run", "--sign", "no/such/folder/x.json").ExitCode);
    }

    [Theory]
    [InlineData("sign")]
    [InlineData("add")]
    [InlineData("list")]
    [InlineData("verify")]
    public void Every_verb_explains_itself(string verb)
    {
        var help = _cli.Run("ledger", verb, "--help");

        Assert.Equal(0, help.ExitCode);
        Assert.Contains($"sbert-repro ledger {verb}", help.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_says_what_a_signature_means() =>
        Assert.Contains("it does not mean that the machine or its owner is honest", _cli.Run("ledger", "sign", "--help").Output, StringComparison.Ordinal);

    [Fact]
    public void The_options_of_run_all_go_to_plan_and_run_alike()
    {
        var plan = _cli.Run([.. new[] { "plan" }, .. Quick, "--sign", "statement.json"]);

        Assert.Equal(0, plan.ExitCode);
        Assert.Contains("statement.json", plan.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_cli.Folder, "statement.json")));
        Assert.False(Directory.Exists(Path.Combine(_cli.Folder, "config")));
    }

    private void Run(string machine, params string[] more)
    {
        _cli.Environment["SBERT_REPRO_MACHINE"] = machine;
        var run = _cli.Run([.. new[] { "run" }, .. Quick, .. more]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }
}
