using System.Text.Json.Serialization.Metadata;

namespace SbertRepro.Evaluation.Results;

/// <summary>The pairs of a similarity set that a system ranks worst.</summary>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">As in <see cref="Machine.Id"/>.</param>
/// <param name="System">Whose ranks.</param>
/// <param name="Seed">Of the run they were taken from.</param>
/// <param name="Dataset">Dataset id.</param>
/// <param name="Count">Pairs in the set.</param>
/// <param name="Largest">The largest errors, the worst first.</param>
/// <param name="Input">Fingerprint hash of the cell; equal inputs need no new look.</param>
public sealed record PairErrorsRecord(string Scale, string Machine, string System, int Seed, string Dataset, int Count, IReadOnlyList<PairError> Largest, string Input) : IStoredRecord<PairErrorsRecord>
{
    public int Schema { get; init; } = RunRecord.CurrentSchema;

    public static string Kind => "pairs";

    public static JsonTypeInfo<PairErrorsRecord> Json => ResultsJson.Context.PairErrorsRecord;

    string IStoredRecord<PairErrorsRecord>.Name => NameOf(Dataset, System);

    public static string NameOf(string dataset, string system) => $"{dataset}.{system}";
}

/// <summary>A pair with the rank people gave it and the rank the system gave it; 1 is the least similar, ties share their mean rank.</summary>
/// <param name="Item">Position in the dataset, from 1.</param>
/// <param name="Gold">The human similarity.</param>
/// <param name="GoldRank">Its rank.</param>
/// <param name="Rank">By predicted similarity.</param>
public sealed record PairError(int Item, double Gold, double GoldRank, double Rank)
{
    /// <summary>The sentences; null where the licence of the set does not clearly allow to quote them.</summary>
    public string? First { get; init; }

    /// <inheritdoc cref="First"/>
    public string? Second { get; init; }
}
