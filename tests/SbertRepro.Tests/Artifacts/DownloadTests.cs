using System.Security.Cryptography;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using Xunit;

namespace SbertRepro.Tests.Artifacts;

/// <summary>Every lie a server can tell ends in the right file or in a clear error.</summary>
public sealed class DownloadTests
{
    private static readonly byte[] File = FetchBench.File;
    private static readonly byte[] OtherFile = FetchBench.RandomBytes(File.Length, seed: 8);

    [Fact]
    public async Task A_file_is_downloaded_once_and_then_comes_from_the_cache()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(File, request));
        var store = bench.Pinned();

        var first = await bench.GetAsync(store);
        Assert.Equal((ArtifactSource.Network, true, FetchBench.Sha256), (first.Source, first.Verified, first.Sha256));
        Assert.Equal(ArtifactSource.Cache, (await bench.GetAsync(store)).Source);
        Assert.Single(bench.Server.Requests);
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_dropped_connection_is_continued_where_it_broke()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(File, request) with { CutAfter = request.Number == 0 ? 100_000 : null });
        await bench.GetAsync(bench.Pinned());

        Assert.Equal((int?)100_000, bench.Server.Requests[1].RangeFrom);
        Assert.Equal("\"v1\"", bench.Server.Requests[1].Headers["if-range"]);
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_connection_that_drops_again_and_again_still_arrives()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(File, request) is var answer && request.Number < 3 ? answer with { CutAfter = 60_000 } : answer);
        await bench.GetAsync(bench.Pinned());
        Assert.Equal([null, 60_000, 120_000, 180_000], bench.Server.Requests.Select(request => request.RangeFrom));
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_body_that_is_always_cut_short_is_an_error()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(200, File) { CutAfter = 1000 });
        var error = await FailAsync(bench, bench.Pinned());
        Assert.Contains("the connection broke after 1000 of 300000 bytes", error, StringComparison.Ordinal);
        Assert.Equal(4, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task A_content_length_beyond_the_body_is_an_error()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(200, File) { Claim = File.Length + 5 });
        Assert.Contains("of 300005 bytes", await FailAsync(bench, bench.Pinned()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_content_length_short_of_the_body_is_an_error()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(200, File) { Claim = File.Length - 5 });
        Assert.Contains($"expected {FetchBench.Sha256}", await FailAsync(bench, bench.Pinned()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_body_without_its_end_is_an_error()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(200, File) { Chunked = true, CutAfter = 5000 });
        Assert.Contains("the connection broke after 5000 bytes", await FailAsync(bench, bench.Pinned()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_body_with_its_end_is_the_file()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(200, File) { Chunked = true });
        await bench.GetAsync(bench.Pinned());
        AssertWhole(bench);
    }

    [Fact]
    public async Task Not_found_is_not_asked_again_and_the_next_url_is_tried()
    {
        using var bench = new FetchBench(request => request.Path == "/gone" ? new ServerAnswer(404, []) : ServerAnswer.Honest(File, request));
        await bench.GetAsync(bench.Pinned(bench.Server.Url("/gone"), bench.Server.Url("/here")));
        Assert.Equal(["/gone", "/here"], bench.Server.Requests.Select(request => request.Path));
        AssertWhole(bench);
    }

    [Fact]
    public async Task Not_found_anywhere_names_url_status_and_the_place_in_a_mirror()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(404, []));
        var error = await FailAsync(bench, bench.Pinned());
        Assert.Contains($"{bench.Server.Url()}: HTTP 404", error, StringComparison.Ordinal);
        Assert.Contains("mirror folder as 127.0.0.1/file.bin", error, StringComparison.Ordinal);
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        using var bench = new FetchBench(request => request.Number < 2 ? new ServerAnswer(503, [], "Retry-After: 0") : ServerAnswer.Honest(File, request));
        await bench.GetAsync(bench.Pinned());
        Assert.Equal(3, bench.Server.Requests.Count);
        Assert.Contains(bench.Progress, progress => progress is { Stage: DownloadStage.Retrying, Message: { } message } && message.StartsWith("HTTP 503", StringComparison.Ordinal));
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_server_that_asks_for_an_hour_is_asked_again_within_the_longest_delay()
    {
        using var bench = new FetchBench(request => request.Number == 0 ? new ServerAnswer(429, [], "Retry-After: 3600") : ServerAnswer.Honest(File, request));
        await bench.GetAsync(bench.Pinned());
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(503, []));
        Assert.Contains("HTTP 503", await FailAsync(bench, bench.Pinned()), StringComparison.Ordinal);
        Assert.Equal(4, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_is_followed_with_its_range()
    {
        using var bench = new FetchBench(request => request.Path == "/file.bin"
            ? ServerAnswer.Redirect("/moved")
            : ServerAnswer.Honest(File, request) with { CutAfter = request.RangeFrom is null ? 50_000 : null });
        await bench.GetAsync(bench.Pinned());
        Assert.Equal((int?)50_000, bench.Server.Requests[^1].RangeFrom);
        AssertWhole(bench);
    }

    [Fact]
    public async Task Redirects_in_a_circle_are_an_error()
    {
        using var bench = new FetchBench(request => ServerAnswer.Redirect(request.Path == "/a" ? "/b" : "/a"));
        Assert.Contains("not followed: more than 5 redirects", await FailAsync(bench, bench.Pinned()), StringComparison.Ordinal);
        Assert.Equal(6, bench.Server.Requests.Count);
    }

    [Fact]
    public async Task A_wrong_file_is_refused_with_both_hashes_and_leaves_nothing()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(OtherFile, request));
        var error = await FailAsync(bench, bench.Pinned());
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(OtherFile)), error, StringComparison.Ordinal);
        Assert.Contains(FetchBench.Sha256, error, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(bench.Part));
        Assert.Single(bench.Server.Requests);
    }

    [Fact]
    public async Task A_wrong_file_at_the_first_url_is_replaced_by_the_right_one_at_the_second()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(request.Path == "/wrong" ? OtherFile : File, request));
        await bench.GetAsync(bench.Pinned(bench.Server.Url("/wrong"), bench.Server.Url("/right")));
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_sends_it_all_again()
    {
        using var bench = new FetchBench(request => new ServerAnswer(200, File, "ETag: \"v1\"") { CutAfter = request.Number == 0 ? 100_000 : null });
        await bench.GetAsync(bench.Pinned());
        AssertWhole(bench);
    }

    [Theory]
    [InlineData("Content-Range: bytes 0-199999/300000")]
    [InlineData("Content-Range: bytes 100000-299999/400000")]
    [InlineData("X-No: range")]
    public async Task A_range_that_was_not_asked_for_is_thrown_away(string range)
    {
        using var bench = new FetchBench(request => request switch
        {
            { Number: 0 } => ServerAnswer.Honest(File, request) with { CutAfter = 100_000 },
            { RangeFrom: not null } => new ServerAnswer(206, OtherFile[100_000..], range),
            _ => ServerAnswer.Honest(File, request),
        });
        await bench.GetAsync(bench.Pinned());
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_fetched_is_not_glued_together()
    {
        // Version 1 breaks; the server then holds version 2, which is the pinned one.
        using var bench = new FetchBench(request => request.Number == 0
            ? ServerAnswer.Honest(OtherFile, request) with { CutAfter = 100_000 }
            : ServerAnswer.Honest(File, request, "\"v2\""));
        await bench.GetAsync(bench.Pinned());
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_change_that_the_server_hides_is_found_by_the_hash_and_fetched_in_one_piece()
    {
        using var bench = new FetchBench(request => request.Number == 0
            ? ServerAnswer.Honest(OtherFile, request) with { CutAfter = 100_000 }
            : ServerAnswer.Honest(File, request));
        await bench.GetAsync(bench.Pinned());
        Assert.Equal([null, 100_000, null], bench.Server.Requests.Select(request => request.RangeFrom));
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_connection_that_goes_silent_is_cut_and_continued()
    {
        var never = new TaskCompletionSource();
        using var bench = new FetchBench(request => ServerAnswer.Honest(File, request) with { Pause = request.Number == 0 ? never.Task : null });
        var store = bench.Pinned();
        using var impatient = new ArtifactStore(store.Catalog, store.Options with { Download = store.Options.Download with { Stall = TimeSpan.FromSeconds(2) } });
        await bench.GetAsync(impatient);
        never.SetResult();
        Assert.Contains(bench.Progress, progress => progress.Message?.StartsWith("nothing came for", StringComparison.Ordinal) == true);
        Assert.Equal((int?)(File.Length / 2), bench.Server.Requests[1].RangeFrom);
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_cancelled_download_is_continued_by_the_next_call()
    {
        var never = new TaskCompletionSource();
        using var bench = new FetchBench(request => ServerAnswer.Honest(File, request) with { Pause = request.Number == 0 ? never.Task : null });
        using var cancellation = new CancellationTokenSource();
        var store = bench.Pinned();
        var running = store.GetAsync(TestCatalog.Id, cancellation: cancellation.Token);
        while (!System.IO.File.Exists(bench.Part) || new FileInfo(bench.Part).Length < File.Length / 2) await Task.Delay(10, TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        never.SetResult();
        Assert.False(System.IO.File.Exists(bench.Cached));
        await bench.GetAsync(store);
        Assert.Equal((int?)(File.Length / 2), bench.Server.Requests[1].RangeFrom);
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_partial_file_whose_note_is_damaged_is_fetched_anew()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(File, request));
        Directory.CreateDirectory(Path.GetDirectoryName(bench.Part)!);
        await System.IO.File.WriteAllBytesAsync(bench.Part, OtherFile[..1000], TestContext.Current.CancellationToken);
        await System.IO.File.WriteAllTextAsync(bench.Part + ".json", "{ \"Url\":", TestContext.Current.CancellationToken);
        await bench.GetAsync(bench.Pinned());
        Assert.Null(Assert.Single(bench.Server.Requests).RangeFrom);
        AssertWhole(bench);
    }

    [Fact]
    public async Task A_compressed_answer_that_nobody_asked_for_is_an_error()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(200, File, "Content-Encoding: gzip"));
        Assert.Contains("encoding 'gzip'", await FailAsync(bench, bench.Pinned()), StringComparison.Ordinal);
        Assert.Equal("identity", bench.Server.Requests[0].Headers["accept-encoding"]);
    }

    [Fact]
    public async Task A_body_without_end_is_stopped()
    {
        using var bench = new FetchBench(_ => new ServerAnswer(200, FetchBench.RandomBytes(18_000_000, seed: 1)) { Chunked = true });
        Assert.Contains("longer than the", await FailAsync(bench, bench.Pinned()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_rises_to_the_whole_size()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(File, request));
        await bench.GetAsync(bench.Pinned());
        var steps = bench.Progress.Where(progress => progress.Stage == DownloadStage.Downloading).ToList();
        Assert.Equal(steps.Select(step => step.Bytes).Order(), steps.Select(step => step.Bytes));
        Assert.Equal((File.Length, (long?)File.Length), (steps[^1].Bytes, steps[^1].TotalBytes));
    }

    [Fact]
    public async Task A_hub_of_ones_own_stands_in_for_hugging_face()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(File, request));
        var store = bench.Pinned("https://huggingface.co/org/model/resolve/main/file.bin");
        using var ours = new ArtifactStore(store.Catalog, store.Options with { HuggingFaceEndpoint = new Uri(bench.Server.Url("/hub/")) });
        await bench.GetAsync(ours);
        Assert.Equal("/hub/org/model/resolve/main/file.bin", Assert.Single(bench.Server.Requests).Path);
        AssertWhole(bench);
    }

    private static void AssertWhole(FetchBench bench)
    {
        Assert.Equal(File, System.IO.File.ReadAllBytes(bench.Cached));
        Assert.False(System.IO.File.Exists(bench.Part));
        Assert.False(System.IO.File.Exists(bench.Part + ".json"));
    }

    private static async Task<string> FailAsync(FetchBench bench, ArtifactStore store)
    {
        var error = await Assert.ThrowsAsync<ActionableException>(() => bench.GetAsync(store));
        Assert.False(System.IO.File.Exists(bench.Cached), "a wrong file got its name");
        return error.Message;
    }
}
