using System.Xml.Linq;
using Xunit;

namespace SbertRepro.Tests.Architecture;

/// <summary>Cli -> Experiments -> Encoders -> Evaluation &lt;- Reporting &lt;- Cli, and nothing else.</summary>
public sealed class DirectionTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["SbertRepro.Evaluation"] = [],
        ["SbertRepro.Encoders"] = ["SbertRepro.Evaluation"],
        ["SbertRepro.Reporting"] = ["SbertRepro.Evaluation"],
        ["SbertRepro.Experiments"] = ["SbertRepro.Encoders"],
        ["SbertRepro.Cli"] = ["SbertRepro.Experiments", "SbertRepro.Reporting"],
        ["SbertRepro.Benchmarks"] = ["SbertRepro.Cli", "SbertRepro.Experiments"], // the proof of the gate runs the program itself
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void Every_project_outside_the_tests_has_its_place_in_the_direction() =>
        Assert.Equal(Allowed.Keys.Order(), ProjectFiles().Select(path => Path.GetFileNameWithoutExtension(path)!).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_direction_allows(string project) =>
        Assert.Equal(Allowed[project].Order(), References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)!).Order());

    [Theory]
    [InlineData("SbertRepro.Evaluation")]
    [InlineData("SbertRepro.Reporting")]
    public void No_torch_where_numbers_are_defined_or_drawn(string project) =>
        Assert.DoesNotContain(References(project, "PackageReference"), package => package.Contains("torch", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void The_compiled_assemblies_keep_the_direction_too()
    {
        var evaluation = typeof(Evaluation.ActionableException).Assembly.GetReferencedAssemblies();
        var reporting = System.Reflection.Assembly.Load("SbertRepro.Reporting").GetReferencedAssemblies();

        Assert.DoesNotContain(evaluation, name => name.Name!.StartsWith("SbertRepro", StringComparison.Ordinal));
        Assert.All(reporting.Where(name => name.Name!.StartsWith("SbertRepro", StringComparison.Ordinal)), name => Assert.Equal("SbertRepro.Evaluation", name.Name));
    }

    [Fact]
    public void Only_the_artifacts_open_sockets()
    {
        var root = SharedFolder.RepositoryRoot;
        var sources = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "experiments"), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        var opening = sources.Where(path => File.ReadAllText(path).Contains("HttpClient", StringComparison.Ordinal));

        Assert.All(opening, path => Assert.Contains($"{Path.DirectorySeparatorChar}Artifacts{Path.DirectorySeparatorChar}", path, StringComparison.Ordinal));
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(ProjectFiles().Single(path => Path.GetFileNameWithoutExtension(path) == project))
            .Descendants(kind).Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'));

    private static IEnumerable<string> ProjectFiles()
    {
        var root = SharedFolder.RepositoryRoot;
        return Directory.EnumerateFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "experiments"), "*.csproj"));
    }
}
