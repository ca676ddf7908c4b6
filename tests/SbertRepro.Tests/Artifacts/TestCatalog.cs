using System.Text.Json;
using SbertRepro.Evaluation.Artifacts;

namespace SbertRepro.Tests.Artifacts;

/// <summary>A catalogue of one file, made for a test.</summary>
internal static class TestCatalog
{
    public const string Id = "set/file.bin";

    public static string Json(string id, string[] urls, string? sha256, string? md5 = null, long? bytes = null, string? mirror = null) => JsonSerializer.Serialize(new
    {
        groups = new Dictionary<string, object> { ["set"] = new { what = "a set", licence = "CC0", citation = "Nobody 2020", usedBy = new[] { "table1" } } },
        files = new[] { new { id, group = "set", urls, sha256, md5, bytes, mirror, confidence = "made for a test" } },
        knownOutputs = Array.Empty<object>(),
        knownScores = Array.Empty<object>(),
    });

    public static Catalog Of(TemporaryFolder folder, string[] urls, string? sha256, string? md5 = null, long? bytes = null, string? mirror = null)
    {
        var path = folder.File($"catalog-{Guid.NewGuid():n}.json");
        File.WriteAllText(path, Json(Id, urls, sha256, md5, bytes, mirror));
        return Catalog.Load(path);
    }
}
