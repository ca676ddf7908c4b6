using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Datasets;
using Xunit;

namespace SbertRepro.Datasets;

public sealed class StsDatasetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> RealSets => [.. StsDatasets.All.Where(source => source.Count is not null).Select(source => source.Id)];

    [Theory]
    [MemberData(nameof(RealSets))]
    public void A_real_set_has_all_its_scored_pairs(string id)
    {
        var dataset = StsDatasets.Find(id).Read(Mirrored);
        Assert.Equal(StsDatasets.Find(id).Count, dataset.Count);
        Assert.All(dataset.Subsets, subset => Assert.NotEmpty(subset.Pairs));
    }

    [Fact]
    public void Pairs_of_the_real_files_keep_their_place()
    {
        var benchmark = StsDatasets.Find("STSb-test").Read(Mirrored).Subsets.Single().Pairs;
        Assert.Equal(new ScoredPair("A girl is styling her hair.", "A girl is brushing her hair.", 2.5), benchmark[0]);
        var sick = StsDatasets.Find("SICK-R-test").Read(Mirrored).Subsets.Single().Pairs;
        Assert.Equal(3.3, sick[0].Gold);
        Assert.Equal("There is no boy playing outdoors and there is no man smiling", sick[0].First);
    }

    [Fact]
    public void Every_artifact_is_in_the_catalogue()
    {
        var catalog = Catalog.Load(Path.Combine(SharedFolder.RepositoryRoot, "datasets", "catalog.json"));
        var ids = catalog.Entries.Select(entry => entry.Id).ToHashSet();
        Assert.All(StsDatasets.All.Where(source => source.Format != StsFormat.Sample).SelectMany(source => source.Artifacts), id => Assert.Contains(id, ids));
    }

    [Fact]
    public void Artifacts_come_in_reading_order() => Assert.Equal(
        ["sts13/STS.input.FNWN.txt", "sts13/STS.gs.FNWN.txt", "sts13/STS.input.headlines.txt", "sts13/STS.gs.headlines.txt", "sts13/STS.input.OnWN.txt", "sts13/STS.gs.OnWN.txt"],
        StsDatasets.Find("STS13").Artifacts);

    [Fact]
    public void A_set_with_a_pair_too_few_is_refused()
    {
        File.WriteAllText(_folder.File("sts.csv"), "g\tf\ty\t1\t5\ta\tb\n");
        var error = Assert.Throws<ActionableException>(() => StsDatasets.Find("STSb-dev").Read(_ => _folder.File("sts.csv")));
        Assert.StartsWith("STSb-dev (stsb/sts-dev.csv): 1 scored pairs, expected 1500.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_set_reads_with_any_number_of_pairs()
    {
        File.WriteAllText(_folder.File("sts.tsv"), "score\tsentence1\tsentence2\n5\ta\tb\n");
        var dataset = StsDatasets.Find("Sample-STS-dev").Read(_ => _folder.File("sts.tsv"));
        Assert.Equal("Sample-STS-dev", dataset.Subsets.Single().Name);
        Assert.Equal([new ScoredPair("a", "b", 5)], dataset.Subsets.Single().Pairs);
    }

    [Fact]
    public void An_unknown_set_lists_the_known_ones() =>
        Assert.Contains("no similarity set 'STS11', expected one of STS12, STS13", Assert.Throws<UsageException>(() => StsDatasets.Find("STS11")).Message, StringComparison.Ordinal);

    /// <summary>The mirror's pins call the same files stsbenchmark/..., sts/STS12/... and sick_raw/...</summary>
    private static string Mirrored(string artifact)
    {
        var (folder, file) = (Path.GetDirectoryName(artifact)!, Path.GetFileName(artifact));
        return SharedFolder.RequireMirrored(folder switch
        {
            "stsb" => $"stsbenchmark/{file}",
            "sick" => $"sick_raw/{file}",
            _ => $"sts/{folder.ToUpperInvariant()}/{file}",
        });
    }
}
