namespace SbertRepro.Cli.Text;

/// <summary>A file that appears under its name only when it is whole, or standard output.</summary>
internal sealed class TextOutput : IDisposable
{
    private readonly string? _path;
    private readonly string? _temporary;

    /// <param name="path">Target file, or null for standard output.</param>
    /// <param name="seekable">True when the writer goes back to fill in a header: standard output then gets its copy at the end, from a temporary file.</param>
    public TextOutput(string? path, bool seekable = false)
    {
        _path = path;
        _temporary = path is not null ? path + ".partial" : seekable ? Path.GetTempFileName() : null;
        Stream = _temporary is null
            ? new BufferedStream(Console.OpenStandardOutput(), 1 << 16)
            : new FileStream(_temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    public Stream Stream { get; }

    public void Complete()
    {
        Stream.Flush();
        if (_temporary is null) return;
        if (_path is null)
        {
            Stream.Position = 0;
            using var output = Console.OpenStandardOutput();
            Stream.CopyTo(output);
            return;
        }
        Stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (_temporary is not null) File.Delete(_temporary);
    }
}
