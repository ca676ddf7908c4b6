using System.Text.Json.Serialization.Metadata;

namespace SbertRepro.Evaluation.Results;

/// <summary>A claim about order ("the mean is better than [CLS]"), put to the systems of one scale: a paired bootstrap over items and seeds.</summary>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">As in <see cref="Machine.Id"/>.</param>
/// <param name="Claim">Id of the claim in experiments/paper/claims.csv.</param>
/// <param name="Dataset">On whose items.</param>
/// <param name="Better">The system that the claim says is better.</param>
/// <param name="Worse">The other one.</param>
/// <param name="BetterSeeds">Seeds behind it.</param>
/// <param name="WorseSeeds">Seeds behind the other.</param>
/// <param name="Count">Items.</param>
/// <param name="Difference">Of the mean scores, in natural units.</param>
/// <param name="Interval">Of the difference.</param>
/// <param name="Probability">Share of the resamples in which the claim holds.</param>
/// <param name="Inputs">Fingerprint hashes of the cells it was judged from, in order; equal inputs need no new judgement.</param>
public sealed record ClaimRecord(
    string Scale, string Machine, string Claim, string Dataset, string Better, string Worse, int BetterSeeds, int WorseSeeds, int Count,
    double Difference, Interval Interval, double Probability, IReadOnlyList<string> Inputs) : IStoredRecord<ClaimRecord>
{
    public int Schema { get; init; } = RunRecord.CurrentSchema;

    /// <summary>Two-sided p of McNemar's exact test; null for claims that are not about classes, or about several seeds.</summary>
    public double? McNemar { get; init; }

    public static string Kind => "claim";

    public static JsonTypeInfo<ClaimRecord> Json => ResultsJson.Context.ClaimRecord;

    string IStoredRecord<ClaimRecord>.Name => NameOf(Claim, Dataset);

    public static string NameOf(string claim, string dataset) => $"{claim}.{dataset}";
}
