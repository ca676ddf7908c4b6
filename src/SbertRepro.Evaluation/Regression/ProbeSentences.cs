using System.Security.Cryptography;
using System.Text;
using SbertRepro.Evaluation.Datasets.Sample;

namespace SbertRepro.Evaluation.Regression;

/// <summary>The fixed probe set: sentences of our own world, some joined into longer texts so that every length and padding is met.</summary>
public static class ProbeSentences
{
    /// <summary>A fault that strikes 1 % of all sentences then strikes one of these with probability 1 - 0.99^512 = 99.4 %.</summary>
    public const int Count = 512;

    private const int LongEvery = 16;
    private const int LongestJoined = 8; // about 90 words

    private static readonly Lazy<string[]> Texts = new(Make);

    public static IReadOnlyList<string> All => Texts.Value;

    /// <summary>Every seventh of them, for timings: 74 texts of all lengths, so that a fresh process is done in seconds.</summary>
    public static IReadOnlyList<string> Timed { get; } = [.. Texts.Value.Where((_, index) => index % 7 == 0)];

    /// <summary>SHA-256 of the texts: vectors of another probe set cannot be compared.</summary>
    public static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Texts.Value))));

    private static string[] Make()
    {
        var (_, pairs) = SampleData.Files().First();
        var sentences = pairs.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).SelectMany(line => line.Split('\t').Skip(1)).Distinct(StringComparer.Ordinal).ToArray();
        return [.. Enumerable.Range(0, Count).Select(index => index % LongEvery == 0
            ? string.Join(' ', sentences.AsSpan(index, 2 + (index / LongEvery % (LongestJoined - 1))).ToArray())
            : sentences[index])];
    }
}
