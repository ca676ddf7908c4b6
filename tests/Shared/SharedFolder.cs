using System.Text.Json;
using Xunit;

namespace SbertRepro;

/// <summary>
/// Where the real data (mirror) and the reference values (goldens) lie: a folder called <c>shared</c> in or beside one of the folders above the test assembly;
/// SBERT_REPRO_MIRROR overrides the mirror. Neither is part of the repository, so tests that need them are skipped where they are absent.
/// </summary>
internal static class SharedFolder
{
    private static readonly string? Shared = Above(AppContext.BaseDirectory).Select(folder => Path.Combine(folder, "shared")).FirstOrDefault(Directory.Exists);

    private static readonly Lazy<Dictionary<string, string>> MirrorPaths = new(ReadPins);

    public static string RepositoryRoot { get; } = Above(AppContext.BaseDirectory).First(folder => File.Exists(Path.Combine(folder, "SbertRepro.sln")));

    public static string? Mirror { get; } = Environment.GetEnvironmentVariable("SBERT_REPRO_MIRROR") is { Length: > 0 } named ? named : Existing("mirror");

    public static string? Goldens { get; } = Existing("goldens");

    public static string RequireMirror()
    {
        Assert.SkipUnless(Directory.Exists(Mirror), $"the mirror of the datasets is not here ({Mirror ?? "no folder 'shared/mirror' above the tests"}); set SBERT_REPRO_MIRROR");
        return Mirror!;
    }

    /// <summary>Path of the mirrored file under <paramref name="id"/>, an id of the mirror's pins.json such as "stsb/sts-test.csv".</summary>
    public static string RequireMirrored(string id)
    {
        var mirror = RequireMirror();
        var path = MirrorPaths.Value.TryGetValue(id, out var pinned) ? Path.Combine(mirror, pinned) : null;
        Assert.SkipUnless(File.Exists(path), $"the mirror does not hold {id}");
        return path!;
    }

    /// <summary>Path of a file or folder of reference values, such as "correlation-scipy.json".</summary>
    public static string RequireGolden(string name)
    {
        var path = Goldens is null ? null : Path.Combine(Goldens, name);
        Assert.SkipUnless(Path.Exists(path), $"the reference values {name} are not here: no file shared/goldens/{name} above the tests");
        return path!;
    }

    private static IEnumerable<string> Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent) yield return folder.FullName;
    }

    private static string? Existing(string name) =>
        Shared is not null && Path.Combine(Shared, name) is var path && Directory.Exists(path) ? path : null;

    private static Dictionary<string, string> ReadPins()
    {
        using var pins = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Mirror!, "pins.json")));
        return pins.RootElement.EnumerateArray()
            .DistinctBy(pin => pin.GetProperty("id").GetString())
            .ToDictionary(pin => pin.GetProperty("id").GetString()!, pin => pin.GetProperty("mirror").GetString()!);
    }
}
