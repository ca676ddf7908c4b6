using System.Net;

namespace SbertRepro.Evaluation.Artifacts;

/// <summary>Answers that bring no file, in words, and whether asking again can help.</summary>
internal static class HttpRefusal
{
    public static TransferException From(HttpResponseMessage response, int redirects)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            var to = response.Headers.Location is { } location ? $" to {location}" : "";
            return new($"redirect{to} not followed: more than {redirects} redirects, or one from https to http", transient: false);
        }
        var transient = status >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PartialContent;
        return new($"HTTP {status} {response.ReasonPhrase}".TrimEnd(), transient, RetryAfter(response));
    }

    /// <summary>Refuses what is surely not the file, and what could not be told from a file cut short.</summary>
    public static void ThrowUnlessUsable(HttpResponseMessage response, CatalogEntry entry)
    {
        var headers = response.Content.Headers;
        if (headers.ContentEncoding.Any(encoding => encoding != "identity"))
            throw new TransferException($"the server sent the file in the encoding '{string.Join(", ", headers.ContentEncoding)}' although none was asked for", transient: false);
        if (entry.Pinned) return;
        if (headers.ContentType?.MediaType == "text/html")
            throw new TransferException("the server sent a web page, and the catalogue has no hash to tell whether that is the file", transient: false);
        var framed = headers.ContentLength is not null || response.Headers.TransferEncodingChunked == true || response.Version.Major >= 2;
        if (!framed && entry.Bytes is null)
            throw new TransferException("the server states no length, and the catalogue has neither hash nor size to tell whether the file is whole", transient: false);
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - DateTimeOffset.UtcNow,
        _ => null,
    };
}
