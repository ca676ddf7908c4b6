using System.Globalization;
using SbertRepro.Encoders.Onnx;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Experiments;

/// <summary>How an exported model compares with torch in float32 on the same text.</summary>
/// <param name="Items">Sentences or pairs compared.</param>
/// <param name="LargestDifference">Of any number of any output.</param>
/// <param name="SmallestCosine">Of two vectors; null for a cross-encoder, which has scores.</param>
public sealed record OnnxAgreement(int Items, double LargestDifference, double? SmallestCosine);

/// <summary>Exports a system under a temporary name, asks the export and torch the same, and gives it its own name only when the two agree.</summary>
public static class OnnxFolder
{
    /// <summary>In float32: backends add in different orders (issue 5).</summary>
    public const double Tolerance = 1e-4;

    // Nothing, one word, other scripts and lengths that need padding beside each other.
    private static readonly string[] Sentences =
    [
        "", "Yes.", "A man plays the guitar.", "Grüße aus Köln, 東京 and Москва!", "Two dogs are running through the wet grass behind a red ball.",
        "The committee, which had met three times since March, could not agree on the wording of the second paragraph and put the vote off until the next session in autumn.",
    ];

    /// <param name="opening">On the CPU in fp32: what the export is compared with.</param>
    /// <param name="system">A bi-encoder or a cross-encoder.</param>
    /// <param name="files">Its files.</param>
    /// <param name="output">New or empty, an earlier export, or the system's own folder.</param>
    /// <param name="precision">int8 is reported, not judged.</param>
    /// <param name="progress">Of a training.</param>
    /// <param name="cancellation">Leaves nothing behind.</param>
    /// <exception cref="UsageException">The system cannot be exported, or the folder holds something else.</exception>
    /// <exception cref="ActionableException">The export in float32 does not say what torch says.</exception>
    public static OnnxAgreement Export(
        Opening opening, SystemSpec system, IReadOnlyList<SourceFile> files, string output, OnnxPrecision precision, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        RefuseForeign(folder, system);
        var temporary = $"{folder}.{Guid.NewGuid():N}.tmp";
        try
        {
            opening.Export(system, files, temporary, precision, seed: 1, progress, cancellation);
            using var torch = opening.Open(system, files, seed: 1, progress, cancellation);
            var agreement = Compare(torch, temporary, cancellation);
            if (precision == OnnxPrecision.Float32 && !(agreement.LargestDifference <= Tolerance)) throw Disagreement(system, agreement);
            Publish(temporary, folder);
            return agreement;
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    private static OnnxAgreement Compare(OpenSystem torch, string folder, CancellationToken cancellation)
    {
        if (torch is OpenSystem.Encodes bi)
        {
            using var encoder = OnnxSentenceEncoder.Load(folder);
            return Compare(bi.Encoder.Encode(Sentences, cancellation: cancellation), encoder.Encode(Sentences, cancellation: cancellation));
        }

        using var scorer = OnnxPairScorer.Load(folder);
        SentencePair[] pairs = [.. from first in Sentences from second in Sentences select new SentencePair(first, second)];
        return Compare(((OpenSystem.Scores)torch).Scorer.Score(pairs, cancellation: cancellation), scorer.Score(pairs, cancellation: cancellation));
    }

    internal static OnnxAgreement Compare(SentenceVectors expected, SentenceVectors found) =>
        new(expected.Count, LargestDifference(expected.Values, found.Values), Enumerable.Range(0, expected.Count).Min(row => Similarity.Cosine(expected[row], found[row])));

    internal static OnnxAgreement Compare(float[] expected, float[] found) => new(expected.Length, LargestDifference(expected, found), null);

    // A NaN on either side is the largest of all differences.
    private static double LargestDifference(float[] expected, float[] found) => expected.Length != found.Length
        ? double.PositiveInfinity
        : expected.Zip(found, (a, b) => Math.Abs((double)a - b)).Select(difference => double.IsNaN(difference) ? double.PositiveInfinity : difference).DefaultIfEmpty(0).Max();

    private static ActionableException Disagreement(SystemSpec system, OnnxAgreement agreement) => new(
        string.Create(CultureInfo.InvariantCulture, $"the export differs from torch by {agreement.LargestDifference:G3}"), system.Id,
        string.Create(CultureInfo.InvariantCulture, $"at most {Tolerance:G1} in float32"), "nothing was written; report it with the name of the model");

    private static void RefuseForeign(string folder, SystemSpec system)
    {
        if (File.Exists(folder)) throw new UsageException($"{folder} is a file", "a folder");
        if (!Directory.Exists(folder) || folder == system.Folder || File.Exists(Path.Combine(folder, "model.onnx")) || !Directory.EnumerateFileSystemEntries(folder).Any()) return;
        throw new UsageException($"{folder} holds something else", "a new or an empty folder, an earlier export, or the model's own folder");
    }

    /// <summary>A new folder appears at once; into one that exists the model comes last, behind the files that it is read with.</summary>
    private static void Publish(string temporary, string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.Move(temporary, folder);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(temporary).OrderBy(file => Path.GetFileName(file) == "model.onnx")) File.Move(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
    }
}
