using System.Security.Cryptography;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Ledger;
using Xunit;

namespace SbertRepro.Tests.Ledger;

public sealed class SigningKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_is_made_once_and_only_its_owner_may_read_it()
    {
        var path = _folder.File("a/folder/that/is/new/key.pem");

        using var first = SigningKey.OpenOrCreate(path);
        using var second = SigningKey.OpenOrCreate(path);

        Assert.Equal((true, false), (first.IsNew, second.IsNew));
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal([path, $"{path}.lock"], Directory.EnumerateFiles(Path.GetDirectoryName(path)!).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Many_who_make_the_key_at_once_get_the_same_one()
    {
        foreach (var round in Enumerable.Range(0, 20)) // who is overtaken between a look and a rename is rare
        {
            var path = _folder.File($"{round}/key.pem");
            var fingerprints = new string[16];

            Parallel.For(0, fingerprints.Length, i =>
            {
                using var key = SigningKey.OpenOrCreate(path);
                fingerprints[i] = key.Fingerprint;
            });

            Assert.Single(fingerprints.Distinct());
            Assert.Equal([path, $"{path}.lock"], Directory.EnumerateFiles(Path.GetDirectoryName(path)!).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_key_that_others_may_read_is_refused_with_the_command_that_helps()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        var path = _folder.File("key.pem");
        SigningKey.OpenOrCreate(path).Dispose();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Contains($"chmod 600 {path}", Assert.Throws<ActionableException>(() => SigningKey.OpenOrCreate(path)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> OtherKeys => [Pem(ECCurve.NamedCurves.nistP384), Pem(ECCurve.CreateFromFriendlyName("secp256k1")), PublicPem(), "", "no PEM"];

    [Theory]
    [MemberData(nameof(OtherKeys))]
    public void A_file_that_is_no_private_key_on_P_256_is_refused_without_quoting_it(string content)
    {
        var path = _folder.File("key.pem");
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var refused = Assert.Throws<ActionableException>(() => SigningKey.OpenOrCreate(path));

        Assert.StartsWith($"{path}: no private key on P-256, expected an unencrypted PEM file.", refused.Message, StringComparison.Ordinal);
    }

    private static string Pem(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string PublicPem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
