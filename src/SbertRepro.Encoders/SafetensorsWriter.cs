using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SbertRepro.Encoders;

/// <summary>A tensor to write. <paramref name="Values"/> is called when its turn comes, so only one tensor is in memory.</summary>
/// <param name="Name">Its key in the file.</param>
/// <param name="Type">F32 or BF16 (rounded to nearest, ties to even).</param>
/// <param name="Shape">Row-major.</param>
/// <param name="Values">Yields as many values as the shape says.</param>
public sealed record SafetensorsTensor(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, Func<float[]> Values)
{
    internal long ByteCount => Shape.Aggregate((long)Type.Size(), (product, extent) => checked(product * extent));
}

/// <summary>Writes a safetensors file under a temporary name and renames it when it is whole: a reader never sees half a checkpoint.</summary>
public static class SafetensorsWriter
{
    /// <summary>The data starts at a multiple of this, so that a mapped file can be read in place.</summary>
    private const int Alignment = 8;

    public static void Write(string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(Header(tensors, metadata));
                foreach (var tensor in tensors) stream.Write(Bytes(tensor));
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static byte[] Header(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[sizeof(ulong)]);
        using (var json = new Utf8JsonWriter(buffer)) WriteHeader(json, tensors, metadata);
        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');
        var header = buffer.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - sizeof(ulong));
        return header;
    }

    private static void WriteHeader(Utf8JsonWriter json, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        json.WriteStartObject();
        if (metadata is not null)
        {
            json.WritePropertyName("__metadata__");
            JsonSerializer.Serialize(json, metadata);
        }
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type.ToString());
            WriteNumbers(json, "shape", tensor.Shape);
            WriteNumbers(json, "data_offsets", [offset, offset += tensor.ByteCount]);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static byte[] Bytes(SafetensorsTensor tensor)
    {
        var values = tensor.Values();
        if (values.LongLength * tensor.Type.Size() != tensor.ByteCount)
            throw new ArgumentException($"'{tensor.Name}' has {values.LongLength} values for shape [{string.Join(", ", tensor.Shape)}]");
        return tensor.Type switch
        {
            SafetensorsType.F32 => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
            SafetensorsType.BF16 => MemoryMarshal.AsBytes(Array.ConvertAll(values, RoundToBFloat16).AsSpan()).ToArray(),
            _ => throw new NotSupportedException($"'{tensor.Name}': {tensor.Type} is not written; F32 and BF16 are"),
        };
    }

    /// <summary>The upper 16 bits, rounded to nearest with ties to even; a NaN keeps its quiet bit, so that rounding cannot turn it into infinity.</summary>
    private static ushort RoundToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x0040) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
