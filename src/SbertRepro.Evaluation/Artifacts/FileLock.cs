namespace SbertRepro.Evaluation.Artifacts;

/// <summary>
/// Excludes other processes, and other callers in this one, while a file is written. The operating system frees it when the holder dies;
/// the empty lock file stays, since deleting it would let two holders in.
/// </summary>
public sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream stream;

    private FileLock(FileStream stream) => this.stream = stream;

    /// <param name="path">The lock file; its folder is made.</param>
    /// <param name="waiting">Called once when somebody else holds the lock.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<FileLock> AcquireAsync(string path, Action waiting, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var first = true; ; first = false)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException error) when (IsHeld(error))
            {
                if (first) waiting();
            }
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose() => stream.Dispose();

    /// <summary>EWOULDBLOCK of flock (Linux 11, macOS 35), ERROR_SHARING_VIOLATION on Windows; any other failure is not somebody's lock.</summary>
    private static bool IsHeld(IOException error) => error.HResult is 11 or 35 || error.HResult == unchecked((int)0x80070020);
}
