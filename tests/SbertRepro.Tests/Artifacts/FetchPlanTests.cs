using SbertRepro.Evaluation.Artifacts;
using Xunit;

namespace SbertRepro.Tests.Artifacts;

public sealed class FetchPlanTests
{
    [Fact]
    public void A_plan_adds_up_what_is_to_be_downloaded_and_counts_what_it_cannot_know()
    {
        using var folder = new TemporaryFolder();
        var catalog = Catalog.LoadDefault();
        Place(folder, catalog["bert-base-uncased/vocab.txt"]);
        using var store = new ArtifactStore(catalog, new ArtifactOptions(folder.Path));
        var plan = store.Plan(["bert-base-uncased/model.safetensors", "bert-base-uncased/vocab.txt", "bert-base-uncased/model.safetensors", "roberta-large/model.safetensors", "scifact/corpus.jsonl"]);

        Assert.Equal(4, plan.Rows.Count);
        Assert.Equal(440_449_768, plan.DownloadBytes);
        Assert.Equal(1, plan.UnknownSizes);
        Assert.Equal("scifact/corpus.jsonl", Assert.Single(plan.Missing).Entry.Id);
    }

    [Fact]
    public void The_text_shows_sizes_licences_citations_and_what_is_unverified()
    {
        using var folder = new TemporaryFolder();
        using var store = new ArtifactStore(Catalog.LoadDefault(), new ArtifactOptions(folder.Path));
        var text = store.Plan(["bert-base-uncased/model.safetensors", "roberta-large/model.safetensors"]).ToText();
        Assert.Contains("440.4 MB  to be downloaded from huggingface.co", text, StringComparison.Ordinal);
        Assert.Contains("[unverified: no hash is known, the first download sets it]", text, StringComparison.Ordinal);
        Assert.Contains("bert-base-uncased: Apache-2.0. Cite: Devlin et al. 2019", text, StringComparison.Ordinal);
        Assert.Contains("2 of 2 to be downloaded, 440.4 MB and 1 of unknown size", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_is_as_available_as_its_least_available_file()
    {
        using var folder = new TemporaryFolder();
        var catalog = Catalog.LoadDefault();
        using var store = new ArtifactStore(catalog, new ArtifactOptions(folder.Path, Offline: true));
        foreach (var entry in catalog.Group("stsb").Files.Skip(1)) Place(folder, entry);
        Assert.Equal(AvailabilityKind.Unavailable, store.LocateGroup("stsb").Kind);
        Place(folder, catalog.Group("stsb").Files[0]);
        Assert.True(store.LocateGroup("stsb").IsLocal);
    }

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(231_508, "231.5 kB")]
    [InlineData(1_344_951_957, "1.34 GB")]
    public void Sizes_are_decimal_whatever_the_culture(long bytes, string expected) => Assert.Equal(expected, ByteSize.Format(bytes));

    [Fact]
    public void Progress_reads_as_size_rate_and_time_left() => Assert.Equal(
        "x: 10.0 MB of 40.0 MB, 2.0 MB/s, 0:00:15 left",
        new DownloadProgress("x", DownloadStage.Downloading, 10_000_000, 40_000_000, 2_000_000).ToString());

    private static void Place(TemporaryFolder folder, CatalogEntry entry)
    {
        var path = folder.File(entry.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
    }
}
