using System.Text.Json.Serialization.Metadata;

namespace SbertRepro.Evaluation.Results;

/// <summary>A record beside the scores that is kept in one file of its own: a timing, a training run, the judgement of a claim.</summary>
/// <typeparam name="T">The record itself.</typeparam>
public interface IStoredRecord<T>
    where T : IStoredRecord<T>
{
    /// <summary>Names the folder and the end of the file name: speed, training, claim.</summary>
    static abstract string Kind { get; }

    /// <summary>How the record is written as JSON.</summary>
    static abstract JsonTypeInfo<T> Json { get; }

    string Scale { get; }

    string Machine { get; }

    /// <summary>Unique among the records of a kind, scale and machine; safe as a file name.</summary>
    string Name { get; }
}

/// <summary>Records of one kind in the results folder: <c>results/&lt;scale&gt;/&lt;machine&gt;/&lt;kind&gt;/&lt;name&gt;.&lt;kind&gt;.json</c>.</summary>
public sealed class RecordStore<T>(string root)
    where T : IStoredRecord<T>
{
    private static string Extension => $".{T.Kind}.json";

    /// <summary>All records of all scales and machines, in the order of their paths.</summary>
    /// <exception cref="ActionableException">When any file is not of this kind.</exception>
    public IReadOnlyList<T> All() => !Directory.Exists(root) ? []
        : [.. Directory.EnumerateFiles(root, $"*{Extension}", SearchOption.AllDirectories).Where(path => !ResultStore.IsBaseline(root, path)).Order(StringComparer.Ordinal).Select(RecordFile.Read<T>)];

    /// <summary>The stored record of that name, or null.</summary>
    public T? Find(string scale, string machine, string name) => PathOf(scale, machine, name) is var path && File.Exists(path)
        ? RecordFile.Read<T>(path)
        : default;

    /// <summary>Replaces the earlier record of that name; returns the file.</summary>
    public string Save(T record)
    {
        var path = PathOf(record.Scale, record.Machine, record.Name);
        RecordFile.Write(path, record);
        return path;
    }

    /// <summary>The file that such a record has, or would have.</summary>
    public string PathOf(string scale, string machine, string name) => Path.Combine(root, scale, machine, T.Kind, name + Extension);
}

/// <summary>A stored record as a file, wherever it lies.</summary>
public static class RecordFile
{
    /// <summary>Replaces the file as a whole.</summary>
    public static void Write<T>(string path, T record)
        where T : IStoredRecord<T>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path + ".tmp", ResultsJson.Write(record, T.Json));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <exception cref="ActionableException">When the file is not of this kind.</exception>
    public static T Read<T>(string path)
        where T : IStoredRecord<T> => ResultsJson.Read(File.ReadAllBytes(path), path, T.Json);
}
