using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders;

/// <summary>
/// The JSON header of a safetensors file: eight bytes of length, then {"name": {"dtype", "shape", "data_offsets"}, "__metadata__": {...}}.
/// The same checks as the reference implementation: no byte of the data is claimed twice or left over, and sizes follow from shapes.
/// </summary>
internal sealed record SafetensorsHeader(long DataStart, IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The limit of the reference implementation; a larger length means that this is another kind of file.</summary>
    private const long MaximumLength = 100_000_000;

    private const int LengthBytes = sizeof(ulong);

    private const string MetadataKey = "__metadata__";

    public static SafetensorsHeader Read(string path, SafeFileHandle file)
    {
        var size = RandomAccess.GetLength(file);
        if (size < LengthBytes) throw Malformed(path, $"{size} bytes", "a header length of 8 bytes");
        Span<byte> prefix = stackalloc byte[LengthBytes];
        Fill(file, prefix, 0, path);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaximumLength) throw Malformed(path, $"a header length of {length} bytes", $"at most {MaximumLength}");
        if (LengthBytes + (long)length > size) throw Malformed(path, $"a header of {length} bytes in a file of {size}", "the whole header");

        var json = new byte[length];
        Fill(file, json, LengthBytes, path);
        var dataStart = LengthBytes + (long)length;
        var (entries, metadata) = Parse(path, json);
        RequireGapless(path, entries, size - dataStart);
        return new SafetensorsHeader(dataStart, entries, metadata);
    }

    /// <summary>Reads exactly <paramref name="destination"/>.Length bytes.</summary>
    public static void Fill(SafeFileHandle file, Span<byte> destination, long offset, string path)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(file, destination, offset);
            if (read == 0) throw Malformed(path, $"the file ends at byte {offset}", $"{destination.Length} more bytes");
            destination = destination[read..];
            offset += read;
        }
    }

    private static (List<SafetensorsEntry>, Dictionary<string, string>) Parse(string path, byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var metadata = document.RootElement.TryGetProperty(MetadataKey, out var texts)
                ? texts.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString() ?? "")
                : [];
            var entries = document.RootElement.EnumerateObject()
                .Where(property => property.Name != MetadataKey)
                .Select(property => ParseEntry(path, property.Name, property.Value))
                .OrderBy(entry => entry.Start).ThenBy(entry => entry.End)
                .ToList();
            return (entries, metadata);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new ActionableException($"the header does not parse: {error.Message}", path, "a JSON object of tensors with dtype, shape and data_offsets", Remedy, error);
        }
    }

    private static SafetensorsEntry ParseEntry(string path, string name, JsonElement value)
    {
        var dtype = value.GetProperty("dtype").GetString();
        // Enum.TryParse alone would also take numbers.
        if (!Enum.TryParse<SafetensorsType>(dtype, out var type) || type.ToString() != dtype)
            throw Malformed(path, $"'{name}' has dtype {dtype}", string.Join(", ", Enum.GetNames<SafetensorsType>()));
        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(extent => extent.GetInt64())];
        long[] offsets = [.. value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        if (offsets is not [>= 0, >= 0] || offsets[0] > offsets[1]) throw Malformed(path, $"'{name}' has data_offsets [{string.Join(", ", offsets)}]", "[start, end] with 0 <= start <= end");
        if (ByteCount(shape, type) is not { } bytes) throw Malformed(path, $"'{name}' has shape [{string.Join(", ", shape)}]", "non-negative extents and fewer than 2^63 bytes");
        if (bytes != offsets[1] - offsets[0]) throw Malformed(path, $"'{name}' has {offsets[1] - offsets[0]} bytes", $"{bytes} for {type} of shape [{string.Join(", ", shape)}]");
        return new SafetensorsEntry(name, type, shape, offsets[0], offsets[1]);
    }

    /// <summary>Bytes of a tensor, or null where the shape is negative or its product overflows.</summary>
    private static long? ByteCount(long[] shape, SafetensorsType type)
    {
        var bytes = shape.Aggregate((Int128)type.Size(), (product, extent) => extent < 0 || product > long.MaxValue ? -1 : product * extent);
        return bytes < 0 || bytes > long.MaxValue ? null : (long)bytes;
    }

    private static void RequireGapless(string path, List<SafetensorsEntry> entries, long dataLength)
    {
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Start != end) throw Malformed(path, $"'{entry.Name}' starts at byte {entry.Start} of the data", $"byte {end}, where the tensor before it ends");
            end = entry.End;
        }
        if (end != dataLength) throw Malformed(path, $"{dataLength} bytes of data", $"{end}, the end of the last tensor");
    }

    private const string Remedy = "fetch the file again; a half-finished download looks like this";

    private static ActionableException Malformed(string path, string what, string expected) => new(what, path, expected, Remedy);
}
