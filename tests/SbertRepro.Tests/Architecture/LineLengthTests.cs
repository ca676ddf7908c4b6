using Xunit;

namespace SbertRepro.Tests.Architecture;

/// <summary>A line that needs scrolling is not read. Other folders follow when their hash has no results to void.</summary>
public sealed class LineLengthTests
{
    private const int Longest = 180;

    [Theory]
    [InlineData("src/SbertRepro.Reporting")]
    [InlineData("src/SbertRepro.Cli")]
    public void No_line_is_longer_than_180_characters(string folder)
    {
        var files = Directory.EnumerateFiles(Path.Combine(SharedFolder.RepositoryRoot, folder), "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".cs" or ".razor" or ".css" or ".js" && !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(path => File.ReadLines(path).Index().Where(line => line.Item.Length > Longest).Select(line => $"{path}:{line.Index + 1}")));
    }
}
