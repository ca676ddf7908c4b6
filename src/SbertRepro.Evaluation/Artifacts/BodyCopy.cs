using System.Diagnostics;

namespace SbertRepro.Evaluation.Artifacts;

/// <summary>Copies the body of an answer to disk, and gives up on a connection that brings nothing for a while.</summary>
internal sealed class BodyCopy(CatalogEntry entry, TimeSpan stall, IProgress<DownloadProgress>? progress, CancellationToken cancellation) : IDisposable
{
    private const int BufferSize = 1 << 17;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

    /// <summary>Awaits something the network must do before patience runs out.</summary>
    public async Task<T> WithinStall<T>(Func<CancellationToken, Task<T>> work)
    {
        patience.CancelAfter(stall);
        try
        {
            return await work(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new TransferException($"nothing came for {stall.TotalSeconds:0} s", transient: true, inner: error);
        }
    }

    /// <param name="response">An answer with status 200 or 206.</param>
    /// <param name="open">Opens the file at its end.</param>
    /// <param name="offset">Bytes already there.</param>
    /// <param name="total">Size of the whole file, when announced.</param>
    /// <exception cref="TransferException">The body broke off, or is longer than can be right.</exception>
    public async Task CopyAsync(HttpResponseMessage response, Func<FileStream> open, long offset, long? total)
    {
        var clock = Stopwatch.StartNew();
        var reported = TimeSpan.Zero;
        var done = offset;
        var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using var closeBody = body.ConfigureAwait(false);
        var file = open();
        await using var closeFile = file.ConfigureAwait(false);
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await ReadAsync(body, buffer, done, total).ConfigureAwait(false)) > 0)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            done += read;
            if (done > Ceiling(total)) throw new TransferException($"the body is longer than the {Ceiling(total)} bytes it can have", transient: false);
            if (clock.Elapsed - reported < ReportEvery) continue;
            reported = clock.Elapsed;
            Report(done, offset, total, clock);
        }
        file.Flush(flushToDisk: true);
        Report(done, offset, total, clock);
        if (total is { } announced && done != announced) throw new TransferException($"the body ended after {done} of {announced} bytes", transient: true);
    }

    public void Dispose() => patience.Dispose();

    private async Task<int> ReadAsync(Stream body, byte[] buffer, long done, long? total)
    {
        try
        {
            return await WithinStall(token => body.ReadAsync(buffer, token).AsTask()).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            var of = total is { } announced ? $" of {announced}" : "";
            throw new TransferException($"the connection broke after {done}{of} bytes", transient: true, inner: error);
        }
    }

    /// <summary>Keeps a server that never stops from filling the disk; sizes in the catalogue may be a little off where a hash decides.</summary>
    private long Ceiling(long? total) => total ?? (entry.Bytes is { } bytes ? (2 * bytes) + (16 << 20) : long.MaxValue);

    private void Report(long done, long offset, long? total, Stopwatch clock) =>
        progress?.Report(new(entry.Id, DownloadStage.Downloading, done, total ?? entry.Bytes, (done - offset) / Math.Max(clock.Elapsed.TotalSeconds, 1e-3)));
}
