using System.Globalization;

namespace SbertRepro.Evaluation.Artifacts;

public enum DownloadStage
{
    /// <summary>Another process holds the file.</summary>
    Waiting,
    Downloading,

    /// <summary>A try failed; the message says why and when the next one starts.</summary>
    Retrying,
    Verifying,
}

/// <summary>How far a download has come.</summary>
/// <param name="Id">Catalogue id.</param>
/// <param name="Stage">What is going on.</param>
/// <param name="Bytes">On disk so far, resumed part included.</param>
/// <param name="TotalBytes">Size of the whole file, when known.</param>
/// <param name="BytesPerSecond">Mean rate of this try.</param>
/// <param name="Message">For a person; null while all is well.</param>
public readonly record struct DownloadProgress(string Id, DownloadStage Stage, long Bytes, long? TotalBytes, double BytesPerSecond = 0, string? Message = null)
{
    /// <summary>Time until the end at the present rate; null when it cannot be told.</summary>
    public TimeSpan? Remaining => TotalBytes is { } total && BytesPerSecond > 0 ? TimeSpan.FromSeconds(Math.Max(0, total - Bytes) / BytesPerSecond) : null;

    public override string ToString()
    {
        if (Message is not null) return $"{Id}: {Message}";
        if (Stage != DownloadStage.Downloading) return $"{Id}: {Stage.ToString().ToLowerInvariant()}";
        var size = TotalBytes is { } total ? $"{ByteSize.Format(Bytes)} of {ByteSize.Format(total)}" : ByteSize.Format(Bytes);
        var eta = Remaining is { } rest ? string.Create(CultureInfo.InvariantCulture, $", {rest:h\\:mm\\:ss} left") : "";
        return $"{Id}: {size}, {ByteSize.Format((long)BytesPerSecond)}/s{eta}";
    }
}

/// <summary>Bytes in decimal units, as the hosts of the files state them.</summary>
public static class ByteSize
{
    public static string Format(long bytes) => bytes switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
    };
}
