using System.Security.Cryptography;
using System.Text;

namespace SbertRepro.Evaluation.Results;

/// <summary>
/// The inputs that could change a number, by name: "data/stsb/sts-test.csv" -> sha256, "system/pooling" -> "mean", "code/metrics" -> hash ...
/// Two cells with equal fingerprints must have equal scores; <c>sbert-repro why</c> prints the inputs that differ.
/// </summary>
public sealed record Fingerprint(SortedDictionary<string, string> Inputs)
{
    /// <summary>SHA-256 over the name-ordered inputs, 64 hexadecimal digits.</summary>
    public string Hash { get; } = HashOf(Inputs);

    /// <summary>Names of the inputs that are absent on one side or differ, in order; empty when the fingerprints agree.</summary>
    public IReadOnlyList<string> DifferencesTo(Fingerprint other) =>
        [.. Inputs.Keys.Union(other.Inputs.Keys)
            .Where(name => Inputs.GetValueOrDefault(name) != other.Inputs.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)];

    private static string HashOf(SortedDictionary<string, string> inputs)
    {
        var text = string.Concat(inputs.OrderBy(input => input.Key, StringComparer.Ordinal).Select(input => $"{input.Key}\0{input.Value}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    public bool Equals(Fingerprint? other) => other is not null && Hash == other.Hash;

    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);
}
