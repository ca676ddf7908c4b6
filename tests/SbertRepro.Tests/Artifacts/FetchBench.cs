using System.Security.Cryptography;
using SbertRepro.Evaluation.Artifacts;
using Xunit;

namespace SbertRepro.Tests.Artifacts;

/// <summary>A server, a cache and a catalogue of one file: what every download test stands on.</summary>
internal sealed class FetchBench : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<ArtifactStore> stores = [];

    public FetchBench(Func<ServerRequest, ServerAnswer> answer) => Server = new LyingServer(answer);

    /// <summary>The right file: 300 kB that no compression or repetition could stand in for.</summary>
    public static byte[] File { get; } = RandomBytes(300_000, seed: 7);

    public static string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(File));

    public LyingServer Server { get; }

    public string Cache => folder.File("cache");

    public string Cached => Path.Combine(Cache, "set", "file.bin");

    public string Part => Cached + ".part";

    public List<DownloadProgress> Progress { get; } = [];

    public static byte[] RandomBytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A store whose catalogue pins <see cref="File"/>.</summary>
    public ArtifactStore Pinned(params string[] urls) => Store(TestCatalog.Of(folder, Urls(urls), Sha256, bytes: File.Length));

    public ArtifactStore Unpinned(string? md5 = null, long? bytes = null) => Store(TestCatalog.Of(folder, Urls([]), sha256: null, md5, bytes));

    public ArtifactStore Store(Catalog catalog, bool offline = false, string? mirror = null)
    {
        var store = new ArtifactStore(catalog, new ArtifactOptions(Cache, mirror, offline)
        {
            Download = new() { Retries = 3, FirstDelay = TimeSpan.FromMilliseconds(5), LongestDelay = TimeSpan.FromMilliseconds(20), Stall = TimeSpan.FromSeconds(20), Redirects = 5 },
        });
        stores.Add(store);
        return store;
    }

    public Task<Artifact> GetAsync(ArtifactStore store) => store.GetAsync(TestCatalog.Id, new Recorder(Progress), TestContext.Current.CancellationToken);

    public void Dispose()
    {
        stores.ForEach(store => store.Dispose());
        Server.Dispose();
        folder.Dispose();
    }

    private string[] Urls(string[] urls) => urls.Length > 0 ? urls : [Server.Url()];

    /// <summary>Progress{T} reports on the thread pool, in any order; tests want it at once.</summary>
    private sealed class Recorder(List<DownloadProgress> reports) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value)
        {
            lock (reports) reports.Add(value);
        }
    }
}
