using SbertRepro.Encoders.Tests.Cli;
using SbertRepro.Experiments;
using Xunit;

namespace SbertRepro.Encoders.Tests.Experiments;

public sealed class TablesTests
{
    [Fact]
    public void Every_system_has_an_id_of_its_own() =>
        Assert.Empty(Systems.All.GroupBy(system => system.Id).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void No_table_asks_a_system_twice() =>
        Assert.All(Tables.All, table => Assert.Empty(table.Rows.Select(row => row.System).OfType<SystemSpec>().GroupBy(system => system.Id).Where(group => group.Count() > 1).Select(group => group.Key)));

    [Fact]
    public void The_report_can_be_made_of_the_published_results()
    {
        using var cli = new CliProcess();
        var published = Path.Combine(SharedFolder.RepositoryRoot, "results");

        var report = cli.Run("report", "--results", published);

        Assert.True(report.ExitCode == 0, report.Errors);
        Assert.All(Tables.All, table => Assert.Contains(table.Title, File.ReadAllText(Path.Combine(cli.Folder, "reports", "README.md")), StringComparison.Ordinal));
    }
}
