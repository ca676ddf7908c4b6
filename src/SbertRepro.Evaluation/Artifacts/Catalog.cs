using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SbertRepro.Evaluation.Artifacts;

/// <summary>All files the project can read, with hashes, sizes, licences and sources: the content of <c>datasets/catalog.json</c>.</summary>
public sealed class Catalog
{
    private const string ResourceName = "datasets/catalog.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private readonly Dictionary<string, CatalogEntry> entries;
    private readonly Dictionary<string, CatalogGroup> groups;

    private Catalog(CatalogDocument document, string source)
    {
        entries = document.Files.Select(file => Complete(file, document, source)).ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        var files = entries.Values.ToLookup(entry => entry.Group);
        groups = document.Groups.ToDictionary(group => group.Key, group => group.Value with { Name = group.Key, Files = [.. files[group.Key]] });
        KnownOutputs = document.KnownOutputs;
        KnownScores = document.KnownScores;
    }

    /// <summary>All files, in the order of the catalogue.</summary>
    public IReadOnlyCollection<CatalogEntry> Entries => entries.Values;

    public IReadOnlyCollection<CatalogGroup> Groups => groups.Values;

    public IReadOnlyList<KnownOutput> KnownOutputs { get; }

    public IReadOnlyList<KnownScores> KnownScores { get; }

    /// <summary>The file with this id.</summary>
    /// <exception cref="UsageException">Unknown id; the message names the nearest known one.</exception>
    public CatalogEntry this[string id] => entries.TryGetValue(id, out var entry)
        ? entry
        : throw new UsageException($"unknown artifact '{id}'", next: Suggestion.DidYouMean(id, entries.Keys));

    /// <summary>The group with this name.</summary>
    /// <exception cref="UsageException">Unknown name; the message names the nearest known one.</exception>
    public CatalogGroup Group(string name) => groups.TryGetValue(name, out var group)
        ? group
        : throw new UsageException($"unknown artifact group '{name}'", next: Suggestion.DidYouMean(name, groups.Keys));

    /// <summary>The catalogue this assembly was built with; works wherever the tool is installed.</summary>
    public static Catalog LoadDefault()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"{ResourceName} is not embedded in the assembly");
        return Read(stream, ResourceName);
    }

    public static Catalog Load(string path)
    {
        if (!File.Exists(path)) throw new ActionableException("no such file", path, "a catalogue as described in datasets/README.md");
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    private static Catalog Read(Stream stream, string source)
    {
        try
        {
            var document = JsonSerializer.Deserialize<CatalogDocument>(stream, Json) ?? throw new JsonException("the document is null");
            return new Catalog(document, source);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new ActionableException($"not a catalogue: {error.Message}", source, "the layout described in datasets/README.md", inner: error);
        }
    }

    private static CatalogEntry Complete(CatalogEntry file, CatalogDocument document, string source)
    {
        if (!document.Groups.TryGetValue(file.Group, out var group))
            throw new ActionableException($"{file.Id} names the unknown group '{file.Group}'", source, "a key of \"groups\"");
        if (file.Id.Split('/').Any(part => part is "" or "." or "..") || file.Id.AsSpan().IndexOfAny('\\', ':') >= 0)
            throw new ActionableException($"'{file.Id}' is not a path below the cache", source, "names divided by '/'");
        return file with
        {
            Licence = file.Licence.Length > 0 ? file.Licence : group.Licence,
            Citation = file.Citation.Length > 0 ? file.Citation : group.Citation,
            UsedBy = file.UsedBy.Count > 0 ? file.UsedBy : group.UsedBy,
        };
    }

    private sealed record CatalogDocument(
        IReadOnlyDictionary<string, CatalogGroup> Groups,
        IReadOnlyList<CatalogEntry> Files,
        IReadOnlyList<KnownOutput> KnownOutputs,
        IReadOnlyList<KnownScores> KnownScores);
}
