using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SbertRepro.Evaluation.Regression;

namespace SbertRepro.Evaluation.Results;

/// <summary>The JSON of a result file: camelCase, indented, properties in the order of the records, so that two files diff line by line.</summary>
public static class ResultsJson
{
    internal static RunRecordContext Context { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        // A correlation of constant predictions is NaN; the file says so instead of losing the cell.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        // Commands and CPU names stay readable; the file is never pasted into HTML unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new SinglesAsBase64(), new OrdinalMap() },
    });

    public static byte[] Write(RunRecord record) => Write(record, Context.RunRecord);

    /// <param name="utf8">The bytes of one result file.</param>
    /// <param name="where">The file's name, for the error message.</param>
    /// <exception cref="ActionableException">When the bytes are not a result file of this schema.</exception>
    public static RunRecord Read(ReadOnlySpan<byte> utf8, string where) => Read(utf8, where, Context.RunRecord);

    internal static byte[] Write<T>(T record, JsonTypeInfo<T> type) => [.. JsonSerializer.SerializeToUtf8Bytes(record, type), (byte)'\n'];

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, string)"/>
    internal static T Read<T>(ReadOnlySpan<byte> utf8, string where, JsonTypeInfo<T> type)
    {
        try
        {
            CheckSchema(utf8, where);
            return JsonSerializer.Deserialize(utf8, type) ?? throw new JsonException("the file holds only null");
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw NotAResult($"not a result file ({e.Message})", where, e);
        }
    }

    // Before the full reading: a file of a later schema should be called that, not "unknown property".
    private static void CheckSchema(ReadOnlySpan<byte> utf8, string where)
    {
        var reader = new Utf8JsonReader(utf8);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("schema", out var schema))
            throw new JsonException("no \"schema\" property");
        if (schema.GetInt32() != RunRecord.CurrentSchema)
            throw NotAResult($"result schema {schema.GetRawText()}", where, null);
    }

    private static ActionableException NotAResult(string what, string where, Exception? inner) => new(
        what, where,
        expected: $"a result file of schema {RunRecord.CurrentSchema}",
        next: "sbert-repro run sets the file aside and computes its cells again.", inner);
}

[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(SpeedRecord))]
[JsonSerializable(typeof(TrainingRecord))]
[JsonSerializable(typeof(ClaimRecord))]
[JsonSerializable(typeof(PairErrorsRecord))]
[JsonSerializable(typeof(ProbeVectors))]
[JsonSerializable(typeof(GateProof))]
[JsonSerializable(typeof(StudyRecord))]
internal sealed partial class RunRecordContext : JsonSerializerContext;

/// <summary>float32 values as base64 of their little-endian bytes: exact, and a tenth of the lines of a JSON array.</summary>
internal sealed class SinglesAsBase64 : JsonConverter<float[]>
{
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var bytes = reader.GetBytesFromBase64();
        if (bytes.Length % sizeof(float) != 0)
            throw new JsonException($"{bytes.Length} bytes are not a whole number of float32 values");
        var values = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return values;
    }

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options)
    {
        var bytes = new byte[value.Length * sizeof(float)];
        for (var i = 0; i < value.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), value[i]);
        writer.WriteBase64StringValue(bytes);
    }
}

/// <summary>Maps in ordinal order of their keys: the default comparer would follow the culture of whoever ran it.</summary>
internal sealed class OrdinalMap : JsonConverter<SortedDictionary<string, string>>
{
    public override SortedDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("expected an object of strings");
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            map[key] = reader.GetString() ?? throw new JsonException($"\"{key}\" is null");
        }
        return map;
    }

    public override void Write(Utf8JsonWriter writer, SortedDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(key, text);
        writer.WriteEndObject();
    }
}
