using System.Text.Json;

namespace SbertRepro.Evaluation.Artifacts;

/// <summary>What must still hold for the bytes on disk to be continued: same URL, same version of the file there.</summary>
/// <param name="Url">Where the bytes came from.</param>
/// <param name="ETag">Strong entity tag, quotes included, or null.</param>
/// <param name="LastModified">As the server said, or null.</param>
/// <param name="TotalBytes">Size of the whole file, or null when the server did not say.</param>
internal sealed record PartialState(string Url, string? ETag, DateTimeOffset? LastModified, long? TotalBytes);

/// <summary>A download on its way: <c>name.part</c> and, beside it, <c>name.part.json</c> with the <see cref="PartialState"/>.</summary>
internal sealed class PartialFile(string target)
{
    private readonly string statePath = target + ".part.json";

    public string Path { get; } = target + ".part";

    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>Null when nothing is known about the bytes on disk, which then cannot be continued.</summary>
    public PartialState? State
    {
        get
        {
            if (!File.Exists(statePath)) return null;
            try
            {
                return JsonSerializer.Deserialize<PartialState>(File.ReadAllText(statePath));
            }
            catch (JsonException)
            {
                return null; // a damaged note is no note: the download starts over
            }
        }
    }

    public FileStream StartOver(PartialState state)
    {
        Discard();
        AtomicFile.Write(statePath, JsonSerializer.Serialize(state));
        return new FileStream(Path, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
    }

    public FileStream Continue() => new(Path, FileMode.Append, FileAccess.Write, FileShare.Read, 1);

    public void Discard()
    {
        File.Delete(Path);
        File.Delete(statePath);
    }

    /// <summary>Gives the whole file its name; readers see all of it or nothing.</summary>
    public void Finish()
    {
        File.Move(Path, target, overwrite: true);
        File.Delete(statePath);
    }
}
