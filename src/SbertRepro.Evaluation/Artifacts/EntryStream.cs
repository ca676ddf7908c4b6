namespace SbertRepro.Evaluation.Artifacts;

/// <summary>An entry being read: closes its archive with itself, and refuses to end before the announced length.</summary>
internal sealed class EntryStream(Stream content, long length, string archive, IDisposable owner) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        position += read;
        if (read == 0 && buffer.Length > 0 && position != length)
            throw new ActionableException($"an entry ended after {position} bytes", archive, $"{length} bytes", "delete it, so that it is fetched anew");
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            owner.Dispose();
        }
        base.Dispose(disposing);
    }
}
