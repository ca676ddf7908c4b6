using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SbertRepro.Tests.Artifacts;

/// <param name="Path">Path and query.</param>
/// <param name="Headers">By lower-case name.</param>
/// <param name="Number">0 for the first request the server got.</param>
internal sealed record ServerRequest(string Path, IReadOnlyDictionary<string, string> Headers, int Number)
{
    /// <summary>n of "Range: bytes=n-", else null.</summary>
    public int? RangeFrom => Headers.TryGetValue("range", out var range) ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : null;
}

/// <summary>What goes over the wire, true or not.</summary>
internal sealed record ServerAnswer(int Status, byte[] Body, params string[] Headers)
{
    /// <summary>Content-Length as claimed; null leaves the header out.</summary>
    public int? Claim { get; init; } = Body.Length;

    /// <summary>Sent in one chunk; the connection closes without the final empty chunk when <see cref="CutAfter"/> is set.</summary>
    public bool Chunked { get; init; }

    /// <summary>The connection is closed after this many bytes of the body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Awaited between the first half of what is sent and the second.</summary>
    public Task? Pause { get; init; }

    /// <summary>The whole file, or the range that was asked for, as an honest server answers.</summary>
    public static ServerAnswer Honest(byte[] file, ServerRequest request, string tag = "\"v1\"") =>
        request.RangeFrom is not { } from || (request.Headers.TryGetValue("if-range", out var wanted) && wanted != tag)
            ? new(200, file, $"ETag: {tag}", "Accept-Ranges: bytes")
            : new(206, file[from..], $"ETag: {tag}", $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}");

    public static ServerAnswer Redirect(string to) => new(302, [], $"Location: {to}");
}

/// <summary>A small real HTTP/1.1 server on 127.0.0.1 that answers whatever a test wants: one request per connection, any header, any break.</summary>
internal sealed class LyingServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<ServerRequest> requests = [];
    private readonly Func<ServerRequest, ServerAnswer> answer;
    private int count = -1;

    public LyingServer(Func<ServerRequest, ServerAnswer> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = AcceptAsync();
    }

    public IReadOnlyList<ServerRequest> Requests => [.. requests];

    public string Url(string path = "/file.bin") => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}{path}";

    public void Dispose()
    {
        if (stop.IsCancellationRequested) return;
        stop.Cancel();
        listener.Stop();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // the test is over
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await ReadRequestAsync(stream) is not { } request) return;
                requests.Enqueue(request);
                await SendAsync(stream, answer(request));
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // the client went away: some tests make it do so
            }
        }
    }

    private async Task<ServerRequest?> ReadRequestAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var first = await reader.ReadLineAsync(stop.Token);
        if (first is null) return null;
        var headers = new Dictionary<string, string>();
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant()] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return new ServerRequest(first.Split(' ')[1], headers, Interlocked.Increment(ref count));
    }

    private static async Task SendAsync(NetworkStream stream, ServerAnswer answer)
    {
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Said\r\nConnection: close\r\n");
        foreach (var header in answer.Headers) head.Append(header).Append("\r\n");
        if (answer.Chunked) head.Append("Transfer-Encoding: chunked\r\n");
        else if (answer.Claim is { } claim) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {claim}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));

        if (answer.Chunked) await stream.WriteAsync(Encoding.ASCII.GetBytes($"{answer.Body.Length:x}\r\n"));
        var body = answer.CutAfter is { } cut ? answer.Body.AsMemory(0, cut) : answer.Body;
        await stream.WriteAsync(body[..(body.Length / 2)]);
        if (answer.Pause is { } pause) await pause;
        await stream.WriteAsync(body[(body.Length / 2)..]);
        if (answer.Chunked && answer.CutAfter is null) await stream.WriteAsync("\r\n0\r\n\r\n"u8.ToArray());
    }
}
