using System.Security.Cryptography;
using SbertRepro.Evaluation.Artifacts;

namespace SbertRepro.Evaluation.Ledger;

/// <summary>An ECDSA key on the curve P-256, kept as an unencrypted PEM file that only its owner reads.</summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>OID of NIST P-256: the curve of every key and signature of the ledger.</summary>
    private const string Curve = "1.2.840.10045.3.1.7";

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly ECDsa _key;

    private SigningKey(ECDsa key, string path, bool isNew) => (_key, Path, IsNew) = (key, path, isNew);

    public string Path { get; }

    /// <summary>Whether the file was made just now.</summary>
    public bool IsNew { get; }

    /// <summary>Base64 of the SubjectPublicKeyInfo.</summary>
    public string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    public string Fingerprint => FingerprintOf(_key.ExportSubjectPublicKeyInfo());

    /// <summary>Reads the key; makes one where the file is absent. Of two processes that make it at once, both get the one that came first.</summary>
    /// <exception cref="ActionableException">The file is no such key, or others may read it.</exception>
    public static SigningKey OpenOrCreate(string path)
    {
        if (File.Exists(path)) return new(Read(path), path, isNew: false);
        // File.Move without overwriting looks first and renames then: two at once would both succeed, and one would sign with a key that is gone.
        using var alone = FileLock.AcquireAsync(System.IO.Path.GetFullPath(path) + ".lock", () => { }, CancellationToken.None).GetAwaiter().GetResult();
        if (File.Exists(path)) return new(Read(path), path, isNew: false);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(path, key);
        return new(key, path, isNew: true);
    }

    /// <summary>ECDSA over SHA-256, DER.</summary>
    public byte[] Sign(byte[] message) => _key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <param name="publicKey">SubjectPublicKeyInfo.</param>
    /// <param name="message">What was signed.</param>
    /// <param name="signature">DER.</param>
    /// <exception cref="CryptographicException">The key is none on P-256, or not written in the one usual way.</exception>
    public static bool Verifies(byte[] publicKey, byte[] message, byte[] signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out var read);
        // Another spelling of the same key would give its owner a second fingerprint.
        if (read != publicKey.Length || !IsOnCurve(key) || !key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(publicKey))
            throw new CryptographicException("not a key on P-256");
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>Names a signer: SHA-256 of the SubjectPublicKeyInfo.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey));

    public void Dispose() => _key.Dispose();

    private static ECDsa Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw new ActionableException("a private key that other users may read or replace", path, "mode 600", $"chmod 600 {path}");
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            if (IsOnCurve(key) && key.ExportParameters(includePrivateParameters: true).D is not null) return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Said below, without the words of the library: they could quote the file.
        }
        key.Dispose();
        throw new ActionableException("no private key on P-256", path, "an unencrypted PEM file", "name another file with --key; one that is not there is made.");
    }

    private static bool IsOnCurve(ECDsa key) => key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == Curve;

    private static void Write(string path, ECDsa key)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
        using (var writer = new StreamWriter(temporary, options)) writer.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
        File.Move(temporary, path, overwrite: false);
    }
}
