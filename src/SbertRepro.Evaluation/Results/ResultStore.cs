using System.Text.RegularExpressions;

namespace SbertRepro.Evaluation.Results;

/// <summary>
/// The results folder. A file is only ever replaced as a whole (temporary file, then rename), and only under the folder's lock, so that a kill
/// loses at most the running cell and two runs at once never lose each other's cells.
/// </summary>
public sealed partial class ResultStore(string root)
{
    /// <summary>Holds the accepted results that the regression gate compares with: results of their own, not of this folder.</summary>
    public const string BaselineFolder = "baseline";

    private const string TemporaryExtension = ".tmp";

    public string Root { get; } = Path.GetFullPath(root);

    public string PathOf(ResultKey key) => Path.Combine(Root, key.RelativePath);

    /// <summary>The stored record, or null when nothing was measured yet.</summary>
    /// <exception cref="ActionableException">When the file is not a result file or belongs elsewhere.</exception>
    public RunRecord? Find(ResultKey key) => File.Exists(PathOf(key)) ? Read(PathOf(key)) : null;

    /// <summary>All records of all scales and machines, in the order of their paths.</summary>
    /// <exception cref="ActionableException">When any file is not a result file or belongs elsewhere.</exception>
    public IReadOnlyList<RunRecord> All() => !Directory.Exists(Root) ? []
        : [.. Directory.EnumerateFiles(Root, "*.json", SearchOption.AllDirectories)
            .Where(path => IsRun(path) && !IsBaseline(Root, path)).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>Adds the cell to its file, or replaces the one of the same dataset there.</summary>
    public void Save(ResultKey key, CellRecord cell, CancellationToken cancellation = default)
    {
        using var held = Lock(cancellation);
        var record = Find(key) ?? key.EmptyRecord();
        var cells = record.Cells.Where(other => other.Dataset != cell.Dataset).Append(cell).OrderBy(each => each.Dataset, StringComparer.Ordinal);
        Replace(PathOf(key), ResultsJson.Write(record with { Cells = [.. cells] }));
    }

    /// <summary>Renames an unreadable file to <c>*.corrupt</c> and returns the new path: evidence is kept, never overwritten.</summary>
    public string SetAside(ResultKey key, CancellationToken cancellation = default)
    {
        using var held = Lock(cancellation);
        var path = PathOf(key);
        var aside = Enumerable.Range(0, int.MaxValue).Select(i => i == 0 ? $"{path}.corrupt" : $"{path}.{i}.corrupt").First(name => !File.Exists(name));
        File.Move(path, aside);
        return aside;
    }

    /// <summary>Whether a file below <paramref name="root"/> belongs to the baseline kept there.</summary>
    internal static bool IsBaseline(string root, string path) => path.StartsWith(Path.Combine(root, BaselineFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // "potion-base-4m.seed1.json" is a run, "encoding.speed.json" another kind of record.
    private static bool IsRun(string path) => RunFile().IsMatch(path);

    [GeneratedRegex(@"\.seed\d+\.json$")]
    private static partial Regex RunFile();

    private RunRecord Read(string path)
    {
        var record = ResultsJson.Read(File.ReadAllBytes(path), path);
        if (PathOf(ResultKey.Of(record)) != path)
            throw new ActionableException("a result file in the wrong place", path, expected: $"it at {PathOf(ResultKey.Of(record))}", next: "move or delete it.");
        return record;
    }

    private static void Replace(string path, byte[] content)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        // Left by a process that was killed between writing and renaming; the lock says that nobody is writing now.
        foreach (var leftover in Directory.EnumerateFiles(folder, $"*{TemporaryExtension}"))
            File.Delete(leftover);
        var temporary = path + TemporaryExtension;
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    // The lock file stays: deleting it while another process waits for it would let a third one in beside that process.
    private FileStream Lock(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Root);
        var path = Path.Combine(Root, ".lock");
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
            }
        }
    }
}
