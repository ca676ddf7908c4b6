using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using Xunit;

namespace SbertRepro.Tests.Artifacts;

public sealed class ArtifactStoreTests : IDisposable
{
    private static readonly byte[] Content = FetchBench.File;

    private readonly TemporaryFolder folder = new();

    private string Mirrored => Path.Combine(folder.Path, "mirror", "127.0.0.1", "file.bin");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_byte_lost_from_the_cache_is_noticed_and_the_file_fetched_anew()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        var store = bench.Pinned();
        await bench.GetAsync(store);
        await File.WriteAllBytesAsync(bench.Cached, Content[1..], TestContext.Current.CancellationToken);

        var again = await bench.GetAsync(store);
        Assert.Equal(ArtifactSource.Network, again.Source);
        Assert.Contains("moved aside to file.bin.corrupt", Assert.Single(again.Warnings), StringComparison.Ordinal);
        Assert.Equal(Content, await File.ReadAllBytesAsync(bench.Cached, TestContext.Current.CancellationToken));
        Assert.Equal(Content[1..], await File.ReadAllBytesAsync(bench.Cached + ".corrupt", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_mirror_file_is_used_in_place()
    {
        using var bench = new FetchBench(_ => throw new InvalidOperationException("no request expected"));
        var store = bench.Store(bench.Pinned().Catalog, mirror: MirrorWith(Content));
        var artifact = await bench.GetAsync(store);
        Assert.Equal((ArtifactSource.Mirror, Mirrored, true), (artifact.Source, artifact.Path, artifact.Verified));
        Assert.False(File.Exists(bench.Cached));
    }

    [Fact]
    public async Task A_damaged_mirror_file_is_replaced_from_the_network_with_a_warning()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        var artifact = await bench.GetAsync(bench.Store(bench.Pinned().Catalog, mirror: MirrorWith(Content[..^1])));
        Assert.Equal(ArtifactSource.Network, artifact.Source);
        Assert.Contains(Mirrored, Assert.Single(artifact.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_mirror_file_is_an_error_offline_that_names_file_and_hashes()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        var store = bench.Store(bench.Pinned().Catalog, offline: true, MirrorWith(Content[..^1]));
        var error = await Assert.ThrowsAsync<ActionableException>(() => bench.GetAsync(store));
        Assert.Matches($"{System.Text.RegularExpressions.Regex.Escape(Mirrored)} has sha256 [0-9a-f]{{64}}, expected {FetchBench.Sha256}", error.Message);
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task Offline_opens_no_connection_and_says_where_it_looked_and_what_to_do()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        var error = await Assert.ThrowsAsync<ActionableException>(() => bench.GetAsync(bench.Store(bench.Pinned().Catalog, offline: true)));
        Assert.Equal(
            $"set/file.bin: not in the cache ({bench.Cache}), and there is no mirror; nothing is downloaded now. "
            + "Next: sbert-repro fetch set/file.bin (not --offline), or put the file into a mirror folder as 127.0.0.1/file.bin and set SBERT_REPRO_MIRROR",
            error.Message);
        Assert.Empty(bench.Server.Requests);
    }

    [Fact]
    public async Task A_derived_file_without_a_mirror_says_that_it_has_no_url()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(404, []));
        var store = bench.Store(Derived());
        Assert.Equal(AvailabilityKind.Unavailable, store.Locate(TestCatalog.Id).Kind);
        var error = await Assert.ThrowsAsync<ActionableException>(() => bench.GetAsync(store));
        Assert.Contains("it has no public URL", error.Message, StringComparison.Ordinal);
        Assert.Contains("as derived/file.bin", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_refuses_is_named()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(404, []));
        bench.Server.Dispose();
        var error = await Assert.ThrowsAsync<ActionableException>(() => bench.GetAsync(bench.Pinned()));
        Assert.Contains("set/file.bin: cannot be downloaded: http://127.0.0.1:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_located_without_being_read()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        var catalog = bench.Pinned().Catalog;
        Assert.Equal(AvailabilityKind.Downloadable, bench.Store(catalog).Locate(TestCatalog.Id).Kind);
        Assert.Equal(AvailabilityKind.Unavailable, bench.Store(catalog, offline: true).Locate(TestCatalog.Id).Kind);
        Assert.Equal(AvailabilityKind.Mirrored, bench.Store(catalog, offline: true, MirrorWith([])).Locate(TestCatalog.Id).Kind);
        await bench.GetAsync(bench.Store(catalog));
        Assert.Equal(AvailabilityKind.Cached, bench.Store(catalog).LocateGroup("set").Kind);
    }

    [Fact]
    public async Task A_large_file_is_rehashed_when_its_time_changes()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        var plain = bench.Pinned();
        using var store = new ArtifactStore(plain.Catalog, plain.Options with { RememberHashFrom = 0 });
        await bench.GetAsync(store);
        Assert.Equal(ArtifactSource.Cache, (await bench.GetAsync(store)).Source);

        var edited = (byte[])Content.Clone();
        edited[5]++;
        var time = File.GetLastWriteTimeUtc(bench.Cached);
        await File.WriteAllBytesAsync(bench.Cached, edited, TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(bench.Cached, time.AddTicks(1));
        Assert.Equal(ArtifactSource.Network, (await bench.GetAsync(store)).Source);
    }

    [Fact]
    public async Task A_remembered_hash_spares_the_reading()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        var plain = bench.Pinned();
        using var store = new ArtifactStore(plain.Catalog, plain.Options with { RememberHashFrom = 0 });
        await bench.GetAsync(store);
        await bench.GetAsync(store);

        // The documented price: same length, same time, other content.
        var time = File.GetLastWriteTimeUtc(bench.Cached);
        await File.WriteAllBytesAsync(bench.Cached, new byte[Content.Length], TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(bench.Cached, time);
        Assert.Equal(ArtifactSource.Cache, (await bench.GetAsync(store)).Source);
        Assert.Equal(ArtifactSource.Network, (await bench.GetAsync(plain)).Source);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_named()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        await File.WriteAllTextAsync(bench.Cache, "a file where the folder should be", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<ActionableException>(() => bench.GetAsync(bench.Pinned()));
        Assert.Contains("set SBERT_REPRO_CACHE", error.Message, StringComparison.Ordinal);
    }

    private string MirrorWith(byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Mirrored)!);
        File.WriteAllBytes(Mirrored, content);
        return folder.File("mirror");
    }

    private Catalog Derived() => TestCatalog.Of(folder, [], FetchBench.Sha256, mirror: "derived/file.bin");
}
