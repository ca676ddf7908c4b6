using System.Diagnostics;
using SbertRepro.Evaluation.Artifacts;
using Xunit;

namespace SbertRepro.Tests.Artifacts;

public sealed class FileLockTests
{
    private const string CatalogVariable = "SBERT_REPRO_TEST_CATALOG";
    private const string CacheVariable = "SBERT_REPRO_TEST_CACHE";

    [Fact]
    public async Task A_second_holder_waits_for_the_first()
    {
        using var folder = new TemporaryFolder();
        var waiting = new TaskCompletionSource();
        var first = await FileLock.AcquireAsync(folder.File("x.lock"), () => { }, TestContext.Current.CancellationToken);
        var second = FileLock.AcquireAsync(folder.File("x.lock"), waiting.SetResult, TestContext.Current.CancellationToken);
        await waiting.Task;
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        using var held = await FileLock.AcquireAsync(folder.File("x.lock"), () => { }, TestContext.Current.CancellationToken);
        var waiting = FileLock.AcquireAsync(folder.File("x.lock"), cancellation.Cancel, cancellation.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Many_callers_of_one_process_fetch_a_file_once()
    {
        using var bench = new FetchBench(request => ServerAnswer.Honest(FetchBench.File, request) with { Pause = Task.Delay(200, CancellationToken.None) });
        var store = bench.Pinned();
        var artifacts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.GetAsync(store)));
        Assert.All(artifacts, artifact => Assert.Equal(FetchBench.Sha256, artifact.Sha256));
        Assert.Single(bench.Server.Requests);
    }

    /// <summary>Runs itself in two further processes, which find out what to do from the environment.</summary>
    [Fact]
    public async Task Two_processes_fetch_a_file_once_and_both_get_it()
    {
        if (Environment.GetEnvironmentVariable(CatalogVariable) is { } catalog)
        {
            using var store = new ArtifactStore(Catalog.Load(catalog), new ArtifactOptions(Environment.GetEnvironmentVariable(CacheVariable)!));
            Assert.Equal(FetchBench.Sha256, (await store.GetAsync(TestCatalog.Id, cancellation: TestContext.Current.CancellationToken)).Sha256);
            return;
        }

        using var folder = new TemporaryFolder();
        var bothUp = new TaskCompletionSource();
        using var bench = new FetchBench(request => ServerAnswer.Honest(FetchBench.File, request) with { Pause = bothUp.Task });
        var path = folder.File("catalog.json");
        await File.WriteAllTextAsync(path, TestCatalog.Json(TestCatalog.Id, [bench.Server.Url()], FetchBench.Sha256), TestContext.Current.CancellationToken);
        using var first = StartItself(path, bench.Cache);
        using var second = StartItself(path, bench.Cache);

        // The file comes to its end only after the first request has been waiting for the length of a process start.
        while (bench.Server.Requests.Count == 0 && !first.HasExited && !second.HasExited) await Task.Delay(20, TestContext.Current.CancellationToken);
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        bothUp.SetResult();

        Assert.Equal((0, 0), (await ExitCodeAsync(first), await ExitCodeAsync(second)));
        Assert.Single(bench.Server.Requests);
        Assert.Equal(FetchBench.File, await File.ReadAllBytesAsync(bench.Cached, TestContext.Current.CancellationToken));
    }

    private static Process StartItself(string catalog, string cache)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { typeof(FileLockTests).Assembly.Location, "--filter-method", $"*{nameof(Two_processes_fetch_a_file_once_and_both_get_it)}" },
            Environment = { [CatalogVariable] = catalog, [CacheVariable] = cache },
        };
        return Process.Start(start)!;
    }

    private static async Task<int> ExitCodeAsync(Process process)
    {
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
