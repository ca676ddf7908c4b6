using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;

namespace SbertRepro.Evaluation.Artifacts;

/// <summary>
/// Brings one URL into a <see cref="PartialFile"/>: resumes by range, retries with exponential back-off and jitter, follows redirects (never from https to
/// http), and takes no answer for whole that is shorter or longer than announced. Whether the content is the right one, the hash decides afterwards.
/// </summary>
internal sealed class HttpDownload(DownloadOptions options) : IDisposable
{
    /// <summary>A try that brought this much before it broke does not count as failed: a long download may outlive many connections.</summary>
    private const long Headway = 1 << 20;

    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        MaxAutomaticRedirections = options.Redirects,
        AutomaticDecompression = DecompressionMethods.None, // ranges and hashes are of the file itself
        ConnectTimeout = options.Stall,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // a large file may take hours; BodyCopy watches for stalls instead
        DefaultRequestHeaders = { { "User-Agent", "sbert-repro/0.1" }, { "Accept-Encoding", "identity" } },
    };

    /// <returns>True when bytes of an earlier try were continued.</returns>
    /// <exception cref="TransferException">The URL was given up.</exception>
    public async Task<bool> FetchAsync(CatalogEntry entry, Uri url, PartialFile part, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var resumed = false;
        await Retries(entry.Id, part, progress).ExecuteAsync(async token =>
        {
            for (var broken = true; broken;)
            {
                var before = part.Length;
                try
                {
                    resumed |= await TryOnceAsync(entry, url, part, progress, token).ConfigureAwait(false);
                    broken = false;
                }
                catch (TransferException error) when (error.Transient && part.Length - before >= Headway)
                {
                    progress?.Report(new(entry.Id, DownloadStage.Retrying, part.Length, part.State?.TotalBytes, Message: $"{error.Message}; going on from there"));
                }
            }
        }, cancellation).ConfigureAwait(false);
        return resumed;
    }

    public void Dispose() => client.Dispose();

    private ResiliencePipeline Retries(string id, PartialFile part, IProgress<DownloadProgress>? progress) =>
        new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<TransferException>(error => error.Transient),
            MaxRetryAttempts = options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.FirstDelay,
            MaxDelay = options.LongestDelay,
            DelayGenerator = arguments => new(Asked(arguments.Outcome.Exception)),
            OnRetry = arguments =>
            {
                var pause = string.Create(CultureInfo.InvariantCulture, $"try {arguments.AttemptNumber + 2} of {options.Retries + 1} in {arguments.RetryDelay.TotalSeconds:0.0} s");
                progress?.Report(new(id, DownloadStage.Retrying, part.Length, part.State?.TotalBytes, Message: $"{arguments.Outcome.Exception?.Message}; {pause}"));
                return default;
            },
        }).Build();

    private TimeSpan? Asked(Exception? error) => error is TransferException { RetryAfter: { } asked }
        ? TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, options.LongestDelay.Ticks))
        : null;

    private async Task<bool> TryOnceAsync(CatalogEntry entry, Uri url, PartialFile part, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var state = Resumable(entry, url, part);
        var offset = part.Length;
        if (offset > 0 && state?.TotalBytes == offset) return true; // whole, but the process ended before it could be checked

        using var body = new BodyCopy(entry, options.Stall, progress, cancellation);
        using var request = Request(url, offset, state);
        using var response = await SendAsync(request, body).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.PartialContent && offset > 0)
        {
            if (!Continues(response, state!, offset))
            {
                part.Discard();
                throw new TransferException($"the server answered bytes {offset}- with the range '{response.Content.Headers.ContentRange}' of another file", transient: true);
            }
            await body.CopyAsync(response, part.Continue, offset, state!.TotalBytes ?? response.Content.Headers.ContentRange!.Length).ConfigureAwait(false);
            return true;
        }
        if (response.StatusCode != HttpStatusCode.OK)
        {
            if (response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PartialContent) part.Discard();
            throw HttpRefusal.From(response, options.Redirects);
        }
        HttpRefusal.ThrowUnlessUsable(response, entry);
        var fresh = new PartialState(url.AbsoluteUri, StrongTag(response), response.Content.Headers.LastModified, response.Content.Headers.ContentLength);
        await body.CopyAsync(response, () => part.StartOver(fresh), 0, fresh.TotalBytes).ConfigureAwait(false);
        return false;
    }

    /// <summary>What is known about the bytes on disk, or null after discarding them. Without a version to ask for, only a known hash makes continuing safe.</summary>
    private static PartialState? Resumable(CatalogEntry entry, Uri url, PartialFile part)
    {
        var state = part.State;
        if (part.Length > 0 && state is not null && state.Url == url.AbsoluteUri && (entry.Pinned || state.ETag is not null || state.LastModified is not null)
            && !(part.Length > state.TotalBytes))
        {
            return state;
        }
        part.Discard();
        return null;
    }

    private static HttpRequestMessage Request(Uri url, long offset, PartialState? state)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (offset == 0) return request;
        request.Headers.Range = new RangeHeaderValue(offset, null);
        if (state?.ETag is { } tag) request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue(tag));
        else if (state?.LastModified is { } time) request.Headers.IfRange = new RangeConditionHeaderValue(time);
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, BodyCopy body)
    {
        try
        {
            return await body.WithinStall(token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token)).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            // A host that does not exist or cannot prove who it is will not change its mind within a minute.
            var hopeless = error.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
            throw new TransferException(error.Message, transient: !hopeless, inner: error);
        }
    }

    private static bool Continues(HttpResponseMessage response, PartialState state, long offset)
    {
        var range = response.Content.Headers.ContentRange;
        return range is { Unit: "bytes", From: { } from } && from == offset
            && (range.Length is null || state.TotalBytes is null || range.Length == state.TotalBytes)
            && (state.ETag is null || StrongTag(response) is null || StrongTag(response) == state.ETag);
    }

    private static string? StrongTag(HttpResponseMessage response) => response.Headers.ETag is { IsWeak: false, Tag: var tag } ? tag : null;
}
