using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Cli.Text;

/// <summary>
/// Writes a two-dimensional float32 array as NumPy's .npy, version 1.0, little-endian, C order. The header carries the number of rows,
/// which is known only at the end: it is written padded to a fixed size and filled in when the writer is completed.
/// </summary>
internal sealed class NpyFile(Stream stream) : IVectorSink
{
    // numpy.lib.format: magic, version, header length, then a header padded with spaces to a multiple of 64 bytes, ending in a newline.
    private const int HeaderBytes = 128;

    private long _rows;
    private int _dimension;

    public void Append(SentenceVectors vectors)
    {
        if (_dimension == 0) Begin(vectors.Dimension);
        _rows += vectors.Count;
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("npy output needs a little-endian machine");
        stream.Write(MemoryMarshal.AsBytes(vectors.Values.AsSpan()));
    }

    public void Complete(int dimension)
    {
        if (_dimension == 0) Begin(dimension);
        stream.Position = 0;
        stream.Write(Header());
        stream.Flush();
    }

    private void Begin(int dimension)
    {
        _dimension = dimension;
        stream.Write(new byte[HeaderBytes]);
    }

    private byte[] Header()
    {
        var description = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({_rows}, {_dimension}), }}");
        var header = new byte[HeaderBytes];
        header.AsSpan().Fill((byte)' ');
        ReadOnlySpan<byte> magic = [0x93, .. "NUMPY"u8, 1, 0];
        magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), HeaderBytes - 10);
        Encoding.ASCII.GetBytes(description, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }
}
