using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SbertRepro.Evaluation.Ledger;

/// <summary>
/// A statement whose signature fits: an envelope after DSSE with ECDSA P-256 and SHA-256. The signature says that the holder of the key signed exactly these bytes, and nothing
/// about whether that machine or person is honest.
/// </summary>
public sealed class SignedStatement
{
    private const string PayloadType = "application/vnd.sbert-repro.statement+json";

    private readonly Envelope _envelope;

    private SignedStatement(Statement content, Envelope envelope, byte[] payload)
    {
        (Content, _envelope) = (content, envelope);
        Id = Convert.ToHexStringLower(SHA256.HashData(payload));
    }

    public Statement Content { get; }

    /// <summary>SHA-256 of the payload: two files with the same payload are the same statement, whatever their signatures' bytes.</summary>
    public string Id { get; }

    /// <summary>Fingerprint of the signer's key.</summary>
    public string Signer => _envelope.Signatures[0].Keyid;

    /// <param name="key">Of the signer.</param>
    /// <param name="content">Gets the key's public half.</param>
    public static SignedStatement Sign(Statement content, SigningKey key)
    {
        var signed = content with { PublicKey = key.PublicKey };
        var payload = StatementJson.Write(signed);
        return new(signed, new(PayloadType, Convert.ToBase64String(payload), [new(key.Fingerprint, Convert.ToBase64String(key.Sign(Message(payload))))]), payload);
    }

    /// <summary>The file, indented.</summary>
    public byte[] ToFile() => StatementJson.Write(_envelope);

    /// <param name="utf8">The bytes of a file.</param>
    /// <param name="where">Its name, for the error message.</param>
    /// <exception cref="ActionableException">It is no signed statement, of another format, altered, or signed by another key than it names.</exception>
    public static SignedStatement Read(byte[] utf8, string where)
    {
        try
        {
            var envelope = StatementJson.ReadEnvelope(utf8);
            if (envelope.PayloadType != PayloadType || envelope.Signatures is not [{ } signature]) throw new JsonException("another kind of envelope");
            var payload = Convert.FromBase64String(envelope.Payload);
            var (format, publicKey) = StatementJson.ReadHead(payload);
            if (format != Statement.CurrentFormat) throw OtherFormat(format, where);
            if (!Fits(Convert.FromBase64String(publicKey), signature, payload)) throw Altered(where);
            return new(StatementJson.ReadStatement(payload), envelope, payload);
        }
        catch (Exception e) when (e is JsonException or FormatException or CryptographicException or InvalidOperationException)
        {
            throw new ActionableException(
                $"not a signed statement ({e.Message.TrimEnd('.')})", where, "the whole file that sbert-repro ledger sign wrote", "ask its sender for it again.", e);
        }
    }

    private static bool Fits(byte[] publicKey, EnvelopeSignature signature, byte[] payload) =>
        signature.Keyid == SigningKey.FingerprintOf(publicKey) && SigningKey.Verifies(publicKey, Message(payload), Convert.FromBase64String(signature.Sig));

    // DSSE's pre-authentication encoding: the type is signed too, and the lengths keep the two apart.
    private static byte[] Message(byte[] payload) =>
        [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {PayloadType.Length} {PayloadType} {payload.Length} ")), .. payload];

    private static ActionableException OtherFormat(int format, string where) => new(
        string.Create(CultureInfo.InvariantCulture, $"a statement of format {format}"), where,
        string.Create(CultureInfo.InvariantCulture, $"format {Statement.CurrentFormat}"),
        "update sbert-repro, or have it signed by a version like this one.");

    private static ActionableException Altered(string where) => new(
        "the signature does not fit the content", where, "what its key signed: the file was altered, or signed with another key than it names",
        "ask its sender for it again.");
}
