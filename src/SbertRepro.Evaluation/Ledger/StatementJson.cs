using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SbertRepro.Evaluation.Ledger;

/// <summary>Statements and their envelopes as JSON: strict in what is read, since others wrote it.</summary>
internal static class StatementJson
{
    private static readonly StatementContext Lines = new(Options(indented: true));
    private static readonly StatementContext Compact = new(Options(indented: false));

    /// <summary>The bytes that are signed: one line.</summary>
    public static byte[] Write(Statement statement) => JsonSerializer.SerializeToUtf8Bytes(statement, Compact.Statement);

    public static byte[] Write(Envelope envelope) => [.. JsonSerializer.SerializeToUtf8Bytes(envelope, Lines.Envelope), (byte)'\n'];

    /// <exception cref="JsonException">It is no envelope.</exception>
    public static Envelope ReadEnvelope(ReadOnlySpan<byte> utf8) => Read(utf8, Compact.Envelope);

    /// <exception cref="JsonException">It is no statement of the current format.</exception>
    public static Statement ReadStatement(ReadOnlySpan<byte> utf8) => Read(utf8, Compact.Statement);

    /// <summary>What must be known before the rest is believed: format and public key.</summary>
    /// <exception cref="JsonException">They are not there.</exception>
    public static (int Format, string PublicKey) ReadHead(byte[] utf8)
    {
        using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("format", out var format) && format.TryGetInt32(out var number)
            && root.TryGetProperty("publicKey", out var key) && key.ValueKind == JsonValueKind.String
            ? (number, key.GetString()!)
            : throw new JsonException("no \"format\" and \"publicKey\"");
    }

    private static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(utf8, type) ?? throw new JsonException("the file holds only null");

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file of its own, never pasted into HTML unescaped
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        IgnoreReadOnlyProperties = true,
    };
}

/// <summary>A payload with its signature, after DSSE (github.com/secure-systems-lab/dsse), as in-toto and Sigstore use it.</summary>
/// <param name="PayloadType">What the payload is.</param>
/// <param name="Payload">Base64.</param>
/// <param name="Signatures">Exactly one here.</param>
internal sealed record Envelope(string PayloadType, string Payload, IReadOnlyList<EnvelopeSignature> Signatures);

/// <param name="Keyid">Fingerprint of the public key.</param>
/// <param name="Sig">Base64 of the DER signature.</param>
internal sealed record EnvelopeSignature(string Keyid, string Sig);

[JsonSerializable(typeof(Statement))]
[JsonSerializable(typeof(Envelope))]
internal sealed partial class StatementContext : JsonSerializerContext;
