using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace SbertRepro.Encoders.Tests.Cli;

/// <summary>Workflows and the action cannot be run here; what can rot without being seen is checked.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Root = SharedFolder.RepositoryRoot;

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, ".github"), "*.yml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_step_either_uses_an_action_of_a_major_version_or_runs_something(string file)
    {
        var steps = Steps(file);

        Assert.NotEmpty(steps);
        foreach (var step in steps)
        {
            if (Text(step, "uses") is { } action) Assert.Matches("^actions/[a-z-]+@v[0-9]+$", action);
            else Assert.NotNull(Text(step, "run"));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_verb_and_option_of_sbert_repro_exists(string file)
    {
        foreach (var line in Steps(file).Select(step => Text(step, "run")).OfType<string>().SelectMany(Commands))
        {
            var parsed = SbertRepro.Cli.CommandLine.Root().Parse([.. CommandLineParser.SplitCommandLine(line).Skip(1)]);

            Assert.True(parsed.Errors.Count == 0, $"{file}: {line}: {string.Join(" ", parsed.Errors.Select(error => error.Message))}");
            Assert.NotEqual(parsed.RootCommandResult.Command, parsed.CommandResult.Command);
        }
    }

    [Fact]
    public void The_check_of_commands_sees_a_mistyped_option()
    {
        var line = Assert.Single(Commands("true\nsbert-repro check --bsaeline x || code=$?\n"));

        Assert.NotEmpty(SbertRepro.Cli.CommandLine.Root().Parse([.. CommandLineParser.SplitCommandLine(line).Skip(1)]).Errors);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_reads_by_default_and_only_named_jobs_write(string file)
    {
        var root = Load(file);
        if (!root.Children.ContainsKey("jobs")) return; // the action has no permissions of its own

        var permissions = Assert.IsType<YamlMappingNode>(root.Children["permissions"]);

        Assert.All(permissions.Children.Values, value => Assert.Equal("read", value.ToString()));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_expression_of_a_stranger_reaches_a_shell(string file) =>
        Assert.All(Steps(file).Select(step => Text(step, "run")).OfType<string>(), script => Assert.DoesNotContain("${{", script, StringComparison.Ordinal));

    [Fact]
    public void The_ten_lines_of_the_README_are_a_workflow_that_gives_the_action_inputs_it_has()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        var yaml = Assert.Single(YamlBlock().Matches(readme)).Groups[1].Value;
        var step = Steps(Parse(yaml))[^1];
        var inputs = ((YamlMappingNode)Load(".github/actions/gate/action.yml").Children["inputs"]).Children.Keys.Select(key => key.ToString());

        Assert.Equal(10, yaml.Trim().Split('\n').Length);
        Assert.Contains("/.github/actions/gate@", Text(step, "uses"), StringComparison.Ordinal);
        Assert.Subset(inputs.ToHashSet(), ((YamlMappingNode)step.Children["with"]).Children.Keys.Select(key => key.ToString()).ToHashSet());
    }

    // What follows the command is the shell's.
    private static IEnumerable<string> Commands(string script) => script.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        .Select(line => line.Trim()).Where(line => line.StartsWith("sbert-repro ", StringComparison.Ordinal)).Select(line => ShellTail().Replace(line, ""));

    private static IReadOnlyList<YamlMappingNode> Steps(string file) => Steps(Load(file));

    private static IReadOnlyList<YamlMappingNode> Steps(YamlMappingNode root)
    {
        var owners = root.Children.TryGetValue("jobs", out var jobs) ? ((YamlMappingNode)jobs).Children.Values : [root.Children["runs"]];
        return [.. owners.SelectMany(owner => (YamlSequenceNode)((YamlMappingNode)owner).Children["steps"]).Cast<YamlMappingNode>()];
    }

    private static string? Text(YamlMappingNode step, string key) => step.Children.TryGetValue(key, out var value) ? value.ToString() : null;

    private static YamlMappingNode Load(string file) => Parse(File.ReadAllText(Path.Combine(Root, file)));

    private static YamlMappingNode Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return (YamlMappingNode)Assert.Single(yaml.Documents).RootNode;
    }

    [GeneratedRegex(@"\s*(\|\||&&|;|>|\|).*$")]
    private static partial Regex ShellTail();

    [GeneratedRegex(@"```yaml\n([\s\S]*?)```")]
    private static partial Regex YamlBlock();
}
