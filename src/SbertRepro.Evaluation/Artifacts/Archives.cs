using System.Formats.Tar;
using System.IO.Compression;

namespace SbertRepro.Evaluation.Artifacts;

/// <summary>Reads zip, gz and tar.gz files. An entry is named by its path in the archive, '/'-separated; a gz file has a single, nameless entry.</summary>
public static class Archives
{
    /// <summary>Streams one entry without unpacking the rest.</summary>
    /// <param name="path">The archive; its kind follows from the ending: .zip, .tar.gz, .tgz, .gz.</param>
    /// <param name="entryName">Full name of the entry; null for a gz file.</param>
    /// <exception cref="ActionableException">No such entry (the message lists those there are), or not an archive.</exception>
    public static Stream OpenEntry(string path, string? entryName)
    {
        var kind = KindOf(path);
        if (kind == ArchiveKind.Gzip != (entryName is null))
            throw new ActionableException(entryName is null ? "no entry was named" : $"a gz file has no entry '{entryName}'", path, kind == ArchiveKind.Gzip ? "null" : "the name of an entry");
        try
        {
            return kind switch
            {
                ArchiveKind.Zip => OpenZipEntry(path, entryName!),
                ArchiveKind.TarGzip => OpenTarEntry(path, entryName!),
                _ => new GZipStream(File.OpenRead(path), CompressionMode.Decompress),
            };
        }
        catch (InvalidDataException error)
        {
            throw Broken(path, error);
        }
    }

    /// <summary>Unpacks a zip or tar.gz file into a folder that is empty or does not exist; the folder appears when all of it is unpacked.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="maxBytes">Most bytes all entries together may unpack to.</param>
    /// <exception cref="ActionableException">An entry would land outside the folder, is a link or a device, or the bound was passed; nothing is left behind.</exception>
    public static void ExtractTo(string path, string folder, long maxBytes = long.MaxValue)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new ActionableException("the folder is not empty", target, "an empty or new folder", "delete it or name another one");
        var kind = KindOf(path);
        if (kind == ArchiveKind.Gzip) throw new ActionableException("holds one file, not a folder", path, "a zip or tar.gz file");

        var fresh = $"{target}.{Guid.NewGuid():n}";
        Directory.CreateDirectory(fresh);
        try
        {
            var extraction = new Extraction(path, fresh, maxBytes);
            if (kind == ArchiveKind.Zip) ExtractZip(path, extraction);
            else ExtractTar(path, extraction);
            if (Directory.Exists(target)) Directory.Delete(target);
            Directory.Move(fresh, target);
        }
        catch (Exception error)
        {
            Directory.Delete(fresh, recursive: true);
            if (error is InvalidDataException or EndOfStreamException) throw Broken(path, error);
            throw;
        }
    }

    private static void ExtractZip(string path, Extraction extraction)
    {
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in archive.Entries)
        {
            // The upper half of the attributes holds the Unix mode where one was stored; 0xA000 is a symbolic link.
            if (((entry.ExternalAttributes >> 16) & 0xF000) == 0xA000) throw extraction.Refuse(entry.FullName, "a link");
            if (entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\')) continue;
            using var content = entry.Open();
            extraction.Write(entry.FullName, content, entry.Length);
        }
    }

    private static void ExtractTar(string path, Extraction extraction)
    {
        using var reader = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes) continue;
            if (!IsFile(entry)) throw extraction.Refuse(entry.Name, $"of the kind {entry.EntryType}");
            extraction.Write(entry.Name, entry.DataStream ?? Stream.Null, entry.Length);
        }
    }

    private static EntryStream OpenZipEntry(string path, string entryName)
    {
        var archive = ZipFile.OpenRead(path);
        if (archive.GetEntry(entryName) is { } entry) return new EntryStream(entry.Open(), entry.Length, path, archive);
        var names = archive.Entries.Select(other => other.FullName).ToList();
        archive.Dispose();
        throw NoEntry(path, entryName, names);
    }

    private static EntryStream OpenTarEntry(string path, string entryName)
    {
        var reader = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var names = new List<string>();
        while (reader.GetNextEntry() is { } entry)
        {
            if (IsFile(entry) && Plain(entry.Name) == Plain(entryName)) return new EntryStream(entry.DataStream ?? Stream.Null, entry.Length, path, reader);
            names.Add(entry.Name);
        }
        reader.Dispose();
        throw NoEntry(path, entryName, names);
    }

    private static bool IsFile(TarEntry entry) => entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile;

    /// <summary>tar writes "./name" as often as "name".</summary>
    private static string Plain(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;

    private static ArchiveKind KindOf(string path)
    {
        bool Ends(string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
        if (Ends(".zip")) return ArchiveKind.Zip;
        if (Ends(".tar.gz") || Ends(".tgz")) return ArchiveKind.TarGzip;
        return Ends(".gz") ? ArchiveKind.Gzip : throw new ActionableException("unknown kind of archive", path, ".zip, .tar.gz, .tgz or .gz");
    }

    private static ActionableException NoEntry(string path, string name, List<string> names) => new(
        $"no entry '{name}'", path, names.Count == 0 ? "any entry; the archive is empty" : $"one of {string.Join(", ", names.Take(20))}{(names.Count > 20 ? ", ..." : "")}");

    private static ActionableException Broken(string path, Exception error) =>
        new($"cannot be read as an archive: {error.Message.TrimEnd('.')}", path, next: "delete it, so that it is fetched anew", inner: error);

    private enum ArchiveKind
    {
        Zip,
        TarGzip,
        Gzip,
    }
}
