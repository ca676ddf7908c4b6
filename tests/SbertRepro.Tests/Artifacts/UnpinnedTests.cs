using System.Security.Cryptography;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using Xunit;

namespace SbertRepro.Tests.Artifacts;

/// <summary>Files whose sha256 no source states: locked on first sight, never called verified.</summary>
public sealed class UnpinnedTests
{
    private static readonly byte[] Content = FetchBench.File;
    private static readonly byte[] Changed = FetchBench.RandomBytes(Content.Length, seed: 9);

    [Fact]
    public async Task The_first_download_sets_the_hash_and_stays_unverified()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        var store = bench.Unpinned();
        var first = await bench.GetAsync(store);
        Assert.Equal((ArtifactSource.Network, false, FetchBench.Sha256), (first.Source, first.Verified, first.Sha256));
        var second = await bench.GetAsync(store);
        Assert.Equal((ArtifactSource.Cache, false), (second.Source, second.Verified));
    }

    [Fact]
    public async Task A_source_that_changed_since_is_refused_until_the_record_is_deleted()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(request.Number == 0 ? Content : Changed, request));
        var store = bench.Unpinned();
        await bench.GetAsync(store);
        File.Delete(bench.Cached);

        var error = await Assert.ThrowsAsync<ActionableException>(() => bench.GetAsync(store));
        Assert.Contains($"{FetchBench.Sha256} when first seen", error.Message, StringComparison.Ordinal);
        Assert.Contains("to accept the change", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.Cached));

        File.Delete(bench.Cached + ".first-seen.json");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Changed)), (await bench.GetAsync(store)).Sha256);
    }

    [Fact]
    public async Task A_byte_lost_from_the_cache_is_noticed_without_a_pin()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        var store = bench.Unpinned();
        await bench.GetAsync(store);
        await File.WriteAllBytesAsync(bench.Cached, Content[..^1], TestContext.Current.CancellationToken);
        var again = await bench.GetAsync(store);
        Assert.Equal((ArtifactSource.Network, FetchBench.Sha256), (again.Source, again.Sha256));
        Assert.Single(again.Warnings);
    }

    [Fact]
    public async Task An_md5_is_checked_where_there_is_no_sha256()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        Assert.True((await bench.GetAsync(bench.Unpinned(md5: Md5(Content)))).Verified);
    }

    [Fact]
    public async Task A_wrong_md5_is_refused()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Changed, request));
        var error = await Assert.ThrowsAsync<ActionableException>(() => bench.GetAsync(bench.Unpinned(md5: Md5(Content))));
        Assert.Contains($"has md5 {Md5(Changed)}, expected {Md5(Content)}", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.Cached));
    }

    [Fact]
    public async Task A_size_is_enforced_where_there_is_no_hash()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(Content, request));
        var error = await Assert.ThrowsAsync<ActionableException>(() => bench.GetAsync(bench.Unpinned(bytes: 12)));
        Assert.Contains("has 300000 bytes, expected 12", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_page_is_not_taken_for_a_file()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(200, "<html>sign in</html>"u8.ToArray(), "Content-Type: text/html; charset=utf-8"));
        var error = await Assert.ThrowsAsync<ActionableException>(() => bench.GetAsync(bench.Unpinned()));
        Assert.Contains("the server sent a web page", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_refused_since_its_end_cannot_be_told()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(200, Content) { Claim = null });
        var error = await Assert.ThrowsAsync<ActionableException>(() => bench.GetAsync(bench.Unpinned()));
        Assert.Contains("the server states no length", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_download_is_not_continued_without_a_version_to_ask_for()
    {
        using var bench = new FetchBench(request => new ServerAnswer(200, Content) { CutAfter = request.Number == 0 ? 1000 : null });
        await bench.GetAsync(bench.Unpinned());
        Assert.All(bench.Server.Requests, request => Assert.Null(request.RangeFrom));
        Assert.Equal(Content, await File.ReadAllBytesAsync(bench.Cached, TestContext.Current.CancellationToken));
    }

#pragma warning disable CA5351 // the pins of BEIR and MS MARCO are MD5: an accident is caught, an attacker is not
    private static string Md5(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351
}
