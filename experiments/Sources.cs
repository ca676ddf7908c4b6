using SbertRepro.Evaluation.Artifacts;

namespace SbertRepro.Experiments;

/// <summary>The files of a system or a dataset, or why they are not here.</summary>
public sealed record Found(IReadOnlyList<SourceFile> Files, CellState.NotRun? Missing)
{
    public static Found Nothing(string reason, string? next) => new([], new CellState.NotRun(reason, next));
}

/// <summary>Finds the files that cells read: in the cache and the mirror, never on the network (that is <c>fetch</c>), each verified once per process.</summary>
public sealed class Sources(ArtifactStore store, string sampleFolder)
{
    private readonly Dictionary<string, Found> _found = [];
    private readonly Dictionary<string, TaskData> _datasets = [];

    public Found OfSystem(SystemSpec system) => system.Folder is { } folder
        ? Once(folder, () => LocalModel.Files(folder))
        : Once($"system {system.Id}", () => FromCatalogue(system.Id, system.Artifacts));

    /// <param name="name">What asks for them, for the message when they are not here.</param>
    /// <param name="artifacts">Ids of files of the catalogue or the sample.</param>
    public Found OfArtifacts(string name, IReadOnlyList<string> artifacts) => Once($"artifacts {string.Join(' ', artifacts)}", () => FromCatalogue(name, artifacts));

    public Found OfDataset(string dataset) => Once($"dataset {dataset}", () => FromCatalogue(dataset, EvaluationTask.Find(dataset).Artifacts));

    /// <summary>Reads and checks a dataset whose files were found.</summary>
    public TaskData LoadDataset(string dataset)
    {
        if (!_datasets.TryGetValue(dataset, out var loaded))
            _datasets[dataset] = loaded = EvaluationTask.Find(dataset).Read(id => OfDataset(dataset).Files.First(file => file.Id == id).Path);
        return loaded;
    }

    private Found FromCatalogue(string name, IReadOnlyList<string> ids)
    {
        var absent = ids.Where(id => !IsHere(id)).ToList();
        if (absent.Count > 0)
            return Found.Nothing($"{absent[0]}{(absent.Count == 1 ? "" : $" and {absent.Count - 1} more")} not on this machine", $"sbert-repro fetch {name}");
        return new Found([.. ids.Select(Verified)], null);
    }

    private bool IsHere(string id) => IsSample(id) ? File.Exists(SamplePath(id)) : store.Locate(id).IsLocal;

    private SourceFile Verified(string id)
    {
        if (IsSample(id)) return SourceFile.Local(id, SamplePath(id));
        var artifact = store.GetAsync(id).GetAwaiter().GetResult();
        return new SourceFile(artifact.Id, artifact.Path, artifact.Sha256);
    }

    // The sample is part of the program, not of the catalogue.
    private static bool IsSample(string id) => id.StartsWith("sample/", StringComparison.Ordinal);

    private string SamplePath(string id) => Path.Combine(sampleFolder, id["sample/".Length..]);

    private Found Once(string key, Func<Found> find)
    {
        if (!_found.TryGetValue(key, out var found))
            _found[key] = found = find();
        return found;
    }
}
