using System.Text.RegularExpressions;
using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

/// <summary>The report in the repository says what the results in the repository say.</summary>
public sealed partial class CommittedReportTests
{
    private static readonly string Committed = Path.Combine(SharedFolder.RepositoryRoot, "reports");

    [Fact]
    public void The_committed_report_is_that_of_the_committed_results()
    {
        using var cli = new CliProcess();
        Directory.CreateSymbolicLink(Path.Combine(cli.Folder, "results"), Path.Combine(SharedFolder.RepositoryRoot, "results")); // links in the report are relative

        Assert.Equal(0, cli.Run("report", "--results", "results", "-o", "reports").ExitCode);

        var generated = Path.Combine(cli.Folder, "reports");
        foreach (var path in Directory.EnumerateFiles(generated, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(generated, path);
            Assert.True(File.Exists(Path.Combine(Committed, name)), $"reports/{name} is missing; run sbert-repro report and commit what it writes");
            var difference = FirstDifference(path, Path.Combine(Committed, name));
            Assert.True(difference is null, $"reports/{name} is stale; run sbert-repro report and commit what it writes. {difference}");
        }

        Assert.Equal(Figures(generated), Figures(Committed));
    }

    private static string[] Figures(string folder) => [.. Directory.EnumerateFiles(Path.Combine(folder, "figures")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    /// <summary>Both lines, or null where the files say the same.</summary>
    private static string? FirstDifference(string generated, string committed)
    {
        var (now, before) = (WithoutCommit(generated).Split('\n'), WithoutCommit(committed).Split('\n'));
        for (var i = 0; i < Math.Max(now.Length, before.Length); i++)
            if (now.ElementAtOrDefault(i) != before.ElementAtOrDefault(i)) return $"line {i + 1}, generated '{now.ElementAtOrDefault(i)}', committed '{before.ElementAtOrDefault(i)}'";
        return null;
    }

    // A file cannot name the commit that it is part of.
    private static string WithoutCommit(string path) => GeneratedFrom().Replace(File.ReadAllText(path), "");

    [GeneratedRegex("Generated from [^.]+\\.|\"generatedFrom\": \"[^\"]*\"")]
    private static partial Regex GeneratedFrom();
}
