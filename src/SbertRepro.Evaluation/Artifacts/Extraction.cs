namespace SbertRepro.Evaluation.Artifacts;

/// <summary>Writes the entries of one archive below one folder, and nowhere else.</summary>
internal sealed class Extraction(string archive, string folder, long maxBytes)
{
    private long written;

    /// <param name="name">Name in the archive, untrusted.</param>
    /// <param name="content">Unpacked content.</param>
    /// <param name="length">Length the archive announces; a different one means a broken archive.</param>
    public void Write(string name, Stream content, long length)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 16];
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            written += read;
            if (written > maxBytes) throw new ActionableException($"'{name}' takes the unpacked size past {maxBytes} bytes", archive, "a smaller archive", "do not unpack it unless you trust its source");
            file.Write(buffer, 0, read);
        }
        if (file.Length != length) throw new InvalidDataException($"'{name}' has {file.Length} bytes, announced were {length}");
    }

    public ActionableException Refuse(string name, string what) =>
        new($"the entry '{name}' is {what}", archive, "files and folders inside the archive", "do not unpack it: it may write outside its folder");

    private string PathOf(string name)
    {
        var parts = name.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        var absolute = name.StartsWith('/') || name.StartsWith('\\') || name.Contains(':', StringComparison.Ordinal);
        if (absolute || parts.Length == 0 || parts.Contains("..") || name.Contains('\0', StringComparison.Ordinal)) throw Refuse(name, "a path out of the archive's folder");
        return Path.Combine([folder, .. parts]);
    }
}
