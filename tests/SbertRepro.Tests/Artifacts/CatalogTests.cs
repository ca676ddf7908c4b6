using System.Security.Cryptography;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using Xunit;

namespace SbertRepro.Tests.Artifacts;

public sealed class CatalogTests
{
    private static readonly Catalog Default = Catalog.LoadDefault();

    [Fact]
    public void The_embedded_catalogue_is_the_one_in_the_repository()
    {
        var file = Catalog.Load(Path.Combine(SharedFolder.RepositoryRoot, "datasets", "catalog.json"));
        Assert.Equal(file.Entries.Select(entry => (entry.Id, entry.Sha256)), Default.Entries.Select(entry => (entry.Id, entry.Sha256)));
    }

    [Fact]
    public void Every_entry_has_licence_citation_tables_and_a_source()
    {
        Assert.All(Default.Entries, entry =>
        {
            Assert.NotEmpty(entry.Licence);
            Assert.NotEmpty(entry.Citation);
            Assert.NotEmpty(entry.UsedBy);
            Assert.NotEmpty(entry.Confidence);
            Assert.NotEmpty(entry.MirrorPaths);
            Assert.All(entry.UsedBy, table => Assert.Matches("^(table[1-7]|section1|card)$", table));
        });
    }

    [Fact]
    public void Hashes_are_lower_case_hexadecimal_and_urls_are_https()
    {
        Assert.All(Default.Entries, entry =>
        {
            if (entry.Sha256 is { } sha256) Assert.Matches("^[0-9a-f]{64}$", sha256);
            if (entry.Md5 is { } md5) Assert.Matches("^[0-9a-f]{32}$", md5);
            Assert.All(entry.Urls, url => Assert.Equal("https", url.Scheme));
            Assert.False(entry.Bytes <= 0, entry.Id);
        });
    }

    [Fact]
    public void Ids_stay_distinct_on_file_systems_that_ignore_case() =>
        Assert.Equal(Default.Entries.Count, Default.Entries.Select(entry => entry.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void No_file_of_the_catalogue_is_the_folder_of_another()
    {
        var ids = Default.Entries.Select(entry => entry.Id).ToHashSet();
        Assert.All(ids, id => Assert.DoesNotContain(ids, other => other.StartsWith(id + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_group_has_files() => Assert.All(Default.Groups, group => Assert.NotEmpty(group.Files));

    [Theory]
    [InlineData("stsb", 5)]
    [InlineData("sts12", 11)]
    [InlineData("bert-base-uncased", 5)]
    [InlineData("glove-6b-300d-partial", 1)]
    public void A_group_holds_what_is_fetched_together(string name, int files) => Assert.Equal(files, Default.Group(name).Files.Count);

    [Fact]
    public void An_unknown_id_is_answered_with_the_nearest_one()
    {
        var error = Assert.Throws<UsageException>(() => Default["stsb/sts-tset.csv"]);
        Assert.Contains("did you mean 'stsb/sts-test.csv'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Escaped_characters_of_a_url_lie_unescaped_in_the_mirror() =>
        Assert.Contains(Default["senteval/CR/custrev.pos"].MirrorPaths, path => path.Contains("/downstream ingles/", StringComparison.Ordinal));

    [Fact]
    public void Known_outputs_belong_to_groups_and_have_the_shape_they_state()
    {
        Assert.NotEmpty(Default.KnownOutputs);
        Assert.All(Default.KnownOutputs, known =>
        {
            Assert.NotEmpty(Default.Group(known.Group).Files);
            Assert.Equal(known.InputIds.Length, known.AttentionMask.Length);
            Assert.Equal(known.Rows[1] - known.Rows[0], known.Expected.Length);
            Assert.All(known.Expected, row => Assert.Equal(known.Columns[1] - known.Columns[0], row.Length));
        });
        Assert.All(Default.KnownScores, known => Assert.NotEmpty(Default.Group(known.Group).Files));
    }

    [Fact]
    public void Every_file_in_the_mirror_is_the_one_the_catalogue_pins()
    {
        var mirror = SharedFolder.RequireMirror();
        var mirrored = Default.Entries
            .SelectMany(entry => entry.MirrorPaths.Select(path => (entry, path: Path.Combine(mirror, path))))
            .Where(pair => File.Exists(pair.path))
            .ToList();
        Assert.NotEmpty(mirrored);
        Assert.All(mirrored, pair =>
        {
            using var stream = File.OpenRead(pair.path);
            Assert.Equal(pair.entry.Bytes, stream.Length);
            Assert.Equal(pair.entry.Sha256, Convert.ToHexStringLower(SHA256.HashData(stream)));
        });
    }

    [Fact]
    public void Every_file_without_a_url_is_in_the_mirror()
    {
        var mirror = SharedFolder.RequireMirror();
        Assert.All(Default.Entries.Where(entry => entry.Urls.Count == 0), entry => Assert.True(File.Exists(Path.Combine(mirror, entry.Mirror!)), entry.Id));
    }

    [Fact]
    public void An_id_that_leaves_the_cache_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("catalog.json");
        File.WriteAllText(path, TestCatalog.Json("../escape.txt", ["https://example.org/x"], sha256: null));
        Assert.Contains("'../escape.txt' is not a path below the cache", Assert.Throws<ActionableException>(() => Catalog.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_field_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("catalog.json");
        File.WriteAllText(path, TestCatalog.Json("a/b.txt", ["https://example.org/x"], sha256: null).Replace("\"confidence\"", "\"confidense\"", StringComparison.Ordinal));
        Assert.Contains("not a catalogue", Assert.Throws<ActionableException>(() => Catalog.Load(path)).Message, StringComparison.Ordinal);
    }
}
