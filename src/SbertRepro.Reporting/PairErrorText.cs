using System.Globalization;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>The pairs that systems rank worst in words and digits, shared by both renderings.</summary>
internal static class PairErrorText
{
    /// <summary>Each system once, on the first of its machines; the largest set first, which is the real one.</summary>
    public static IReadOnlyList<PairErrorsRecord> Once(IReadOnlyList<PairErrorsRecord> errors) =>
        [.. errors.DistinctBy(record => (record.Scale, record.Dataset, record.System)).OrderByDescending(record => record.Count)
            .ThenBy(record => record.System, StringComparer.Ordinal)];

    public static string Rank(double rank) => rank.ToString("#,0.#", CultureInfo.InvariantCulture);

    public static string Signed(double error) => error.ToString("+#,0.#;−#,0.#;0", CultureInfo.InvariantCulture);
}
