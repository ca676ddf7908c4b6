using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders;

/// <summary>Element types, named as in the file header. Little-endian throughout.</summary>
public enum SafetensorsType { F64, F32, F16, BF16, I64, I32, I8, U8 }

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its key, e.g. "encoder.layer.0.attention.self.query.weight".</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Row-major; empty for a scalar.</param>
/// <param name="Start">First byte, counted from the end of the header.</param>
/// <param name="End">One past the last byte.</param>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Start, long End)
{
    public long Count => (End - Start) / Type.Size();
}

/// <summary>
/// Reads tensors by name from a safetensors file without loading the rest of it. The header is validated when the file is opened. Safe for concurrent reads.
/// Format: https://github.com/huggingface/safetensors#format
/// </summary>
public sealed class Safetensors : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    private Safetensors(string path, SafeFileHandle file, SafetensorsHeader header)
    {
        (Path, _file, _dataStart, Entries, Metadata) = (path, file, header.DataStart, header.Entries, header.Metadata);
        _entries = Entries.ToDictionary(entry => entry.Name);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>All tensors, in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The header's free text, e.g. format = "pt".</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="ActionableException">The file is absent, cut off or not a valid safetensors file.</exception>
    public static Safetensors Open(string path)
    {
        if (!File.Exists(path)) throw new ActionableException("the file is not there", path, "a safetensors file");
        var file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            return new Safetensors(path, file, SafetensorsHeader.Read(path, file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public bool Contains(string name) => _entries.ContainsKey(name);

    public SafetensorsEntry this[string name] =>
        _entries.TryGetValue(name, out var entry) ? entry : throw new ActionableException($"no tensor '{name}'", Path, $"one of {Listing()}");

    /// <summary>The tensor's values as float32, row-major, whatever its type in the file (float64 and int64 are rounded to nearest).</summary>
    public float[] ReadFloats(string name) => this[name].Type switch
    {
        SafetensorsType.F32 => Read<float>(name),
        SafetensorsType.F16 => Converted<Half>(name),
        SafetensorsType.BF16 => Widened(Read<ushort>(name)),
        SafetensorsType.F64 => Converted<double>(name),
        SafetensorsType.I64 => Converted<long>(name),
        SafetensorsType.I32 => Converted<int>(name),
        SafetensorsType.I8 => Converted<sbyte>(name),
        SafetensorsType.U8 => Converted<byte>(name),
        var type => throw new InvalidOperationException($"no conversion for {type}"),
    };

    /// <summary>The tensor's values as they are in the file; <typeparamref name="T"/> must be as wide as its element type (ushort for BF16).</summary>
    public T[] Read<T>(string name) where T : unmanaged
    {
        var entry = this[name];
        if (Unsafe.SizeOf<T>() != entry.Type.Size()) throw new ActionableException($"'{name}' holds {entry.Type}, read as {typeof(T).Name}", Path, $"a type of {entry.Type.Size()} bytes");
        if (entry.End - entry.Start > Array.MaxLength) throw new ActionableException($"'{name}' takes {entry.End - entry.Start} bytes", Path, $"at most {Array.MaxLength}", "store it in shards");
        var values = new T[entry.Count];
        SafetensorsHeader.Fill(_file, MemoryMarshal.AsBytes(values.AsSpan()), _dataStart + entry.Start, Path);
        return values;
    }

    public void Dispose() => _file.Dispose();

    private float[] Converted<T>(string name) where T : unmanaged, INumberBase<T>
    {
        var values = Read<T>(name);
        var floats = new float[values.Length];
        TensorPrimitives.ConvertTruncating<T, float>(values, floats);
        return floats;
    }

    /// <summary>A bfloat16 is the upper half of a float32.</summary>
    private static float[] Widened(ushort[] values) => Array.ConvertAll(values, value => BitConverter.UInt32BitsToSingle((uint)value << 16));

    private string Listing() => string.Join(", ", Entries.Take(8).Select(entry => entry.Name)) + (Entries.Count > 8 ? $" ... ({Entries.Count} tensors)" : "");
}

public static class SafetensorsTypes
{
    /// <summary>Bytes per element.</summary>
    public static int Size(this SafetensorsType type) => type switch
    {
        SafetensorsType.F64 or SafetensorsType.I64 => 8,
        SafetensorsType.F32 or SafetensorsType.I32 => 4,
        SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        _ => 1,
    };
}
