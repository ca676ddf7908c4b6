using System.Text.RegularExpressions;
using Xunit;

namespace SbertRepro.Tests.Architecture;

/// <summary>The README lists every source file with a gloss, and no file that is not there.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = SharedFolder.RepositoryRoot;

    private static readonly string[] Sources =
        [.. new[] { "src", "experiments" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".cs" or ".razor" or ".css" or ".js")
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_source_file_is_listed() => Assert.Empty(Sources.Except(Listed().Select(line => line.Path)));

    [Fact]
    public void Every_listed_file_exists() => Assert.Empty(Listed().Select(line => line.Path).Except(Sources));

    [Fact]
    public void Every_listed_file_has_a_gloss_of_its_own()
    {
        var listed = Listed();

        Assert.All(listed, line => Assert.InRange(line.Gloss.Length, 8, 110));
        Assert.Equal(listed.Count, listed.Select(line => line.Gloss).Distinct().Count());
    }

    [Fact]
    public void Every_path_between_backticks_and_every_link_leads_to_a_file_or_folder()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        var paths = BacktickedPath().Matches(readme).Concat(Link().Matches(readme)).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(paths.Count > 15);
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Root, path)), path));
    }

    // A heading names the folder, the lines below it its files: "- `Pooling.cs`: how token states become one vector".
    private static List<(string Path, string Gloss)> Listed()
    {
        List<(string, string)> listed = [];
        var folder = "";
        foreach (var line in File.ReadLines(Path.Combine(Root, "README.md")))
        {
            if (Heading().Match(line) is { Success: true } heading) folder = heading.Groups[1].Value;
            else if (Entry().Match(line) is { Success: true } entry) listed.Add((folder + entry.Groups[1].Value, entry.Groups[2].Value));
        }
        return listed;
    }

    // results/ is the reader's own.
    [GeneratedRegex(@"`((?:src|experiments|datasets|reports|tests)/[\w./-]*)`")]
    private static partial Regex BacktickedPath();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\*\*`((?:src|experiments)[\w./]*/)`\*\*")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^- `([\w./]+\.(?:cs|razor|css|js))`: (.+)$")]
    private static partial Regex Entry();
}
