using System.Text.RegularExpressions;

namespace SbertRepro.Encoders.Tests.Cli;

/// <summary>The commands that the README tells its readers to type.</summary>
internal static partial class ReadmeCommands
{
    private static readonly string Text = File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "README.md"));

    /// <summary>Lines of the shell blocks, without their comments, in order.</summary>
    public static IReadOnlyList<string> Lines { get; } =
    [
        .. ShellBlock().Matches(Text).SelectMany(block => block.Groups[1].Value.Split('\n')).Select(line => Comment().Replace(line, "").Trim()).Where(line => line.Length > 0),
    ];

    /// <summary>Commands of this project between backticks, in running text.</summary>
    public static IReadOnlyList<string> Inline { get; } = [.. InlineCommand().Matches(Text).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>The arguments that a line gives to sbert-repro, or to the script that passes its own on to two verbs; empty where the line is another program's.</summary>
    public static IEnumerable<string> Arguments(string line) => Invocation().Matches(line).SelectMany(found =>
        found.Groups[1].Value == "sbert-repro" ? new[] { found.Groups[2].Value } : [$"plan{found.Groups[2].Value}", $"run{found.Groups[2].Value}"]);

    [GeneratedRegex(@"^```bash\n([\s\S]*?)^```", RegexOptions.Multiline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\s#\s.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("`((?:sbert-repro|\\./run-all\\.sh) [^`]+)`")]
    private static partial Regex InlineCommand();

    // At the beginning, or after the shell's | and &&, up to the shell's next word.
    [GeneratedRegex(@"(?:^|(?:\||&&) )(sbert-repro|\./run-all\.sh)((?: (?!\||&&|<|>)\S+)*)")]
    private static partial Regex Invocation();
}
