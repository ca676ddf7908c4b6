using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Datasets;
using Xunit;

namespace SbertRepro.Tests.Datasets;

public sealed class TransferDatasetsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Tasks => [.. TransferDatasets.All.Select(source => source.Id)];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_real_task_has_all_its_items_in_every_class(string id)
    {
        var source = TransferDatasets.Find(id);
        var dataset = source.Read(Mirrored);
        Assert.Equal(source.Files.Sum(file => file.Count), dataset.Items.Count());
        Assert.Equal(source.ScoredCount, dataset.Scored.Count);
        Assert.All(new[] { dataset.Train, dataset.Dev, dataset.Test }.Where(split => split.Count > 0), split => Assert.Equal(Enumerable.Range(0, source.Classes.Count), split.Select(item => item.Label).Distinct().Order()));
        Assert.Equal(id == "MRPC", dataset.IsPaired);
    }

    [Theory]
    [InlineData("MR", 10662, 5331)]
    [InlineData("CR", 3775, 2407)]
    [InlineData("SUBJ", 10000, 5000)]
    [InlineData("MPQA", 10606, 3312)]
    public void The_first_file_of_a_binary_task_is_class_one(string id, int items, int ones)
    {
        var dataset = TransferDatasets.Find(id).Read(Mirrored);
        Assert.Equal(items, dataset.Train.Count);
        Assert.Equal(ones, dataset.Train.Count(item => item.Label == 1));
        Assert.Equal(1, dataset.Train[0].Label);
    }

    [Fact]
    public void Items_of_the_real_files_keep_their_place()
    {
        Assert.Equal(new("How did serfdom develop in and then leave Russia ?", null, 1), TransferDatasets.Find("TREC").Read(Mirrored).Train[0]);
        Assert.Equal(new("uneasy mishmash of styles and genres .", null, 0), TransferDatasets.Find("SST2").Read(Mirrored).Test[0]);
        Assert.Contains(TransferDatasets.Find("TREC").Read(Mirrored).Train, item => item.First.Contains("sisterðcity", StringComparison.Ordinal));
        Assert.Equal((4, 3), (Empty("CR"), Empty("MPQA")));

        static int Empty(string id) => TransferDatasets.Find(id).Read(Mirrored).Train.Count(item => item.First.Length == 0);
    }

    [Fact]
    public void Every_artifact_is_in_the_catalogue()
    {
        var ids = Catalog.Load(Path.Combine(SharedFolder.RepositoryRoot, "datasets", "catalog.json")).Entries.Select(entry => entry.Id).ToHashSet();
        Assert.All(TransferDatasets.All.SelectMany(source => source.Artifacts), id => Assert.Contains(id, ids));
    }

    [Fact]
    public void A_task_with_an_item_too_few_is_refused()
    {
        File.WriteAllText(folder.File("custrev"), "a\nb\n");
        var error = Assert.Throws<ActionableException>(() => TransferDatasets.Find("CR").Read(_ => folder.File("custrev")));
        Assert.StartsWith($"CR ({folder.File("custrev")}): 2 items, expected 2407.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_task_lists_the_known_ones() => Assert.Contains(
        "no transfer task 'SST5', expected one of MR, CR, SUBJ, MPQA, SST2, TREC, MRPC", Assert.Throws<UsageException>(() => TransferDatasets.Find("SST5")).Message, StringComparison.Ordinal);

    private static string Mirrored(string artifact) => SharedFolder.RequireMirrored(artifact);
}
