using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace SbertRepro.Evaluation.Results;

/// <summary>How one training run went: the loss curve, what the development set said, and what it cost.</summary>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">As in <see cref="Machine.Id"/>.</param>
/// <param name="System">The system, and the stage where it has several: "sbert-nli-stsb-mini.2-sts".</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Losses">Mean loss since the entry before, now and then.</param>
/// <param name="Development">Score on the development set, now and then, in natural units.</param>
/// <param name="DevelopmentSet">Which set that is.</param>
/// <param name="BestStep">Whose weights were kept.</param>
/// <param name="Examples">Trained on, repetitions included.</param>
/// <param name="Tokens">Computed, padding excluded.</param>
/// <param name="Operations">Floating point operations of forward and backward passes.</param>
/// <param name="Provenance">Who, where, when, with what; its seconds are those of the training alone.</param>
public sealed record TrainingRecord(
    string Scale, string Machine, string System, int Seed, IReadOnlyList<TrainingPoint> Losses, IReadOnlyList<TrainingPoint> Development, string DevelopmentSet, long BestStep,
    long Examples, long Tokens, double Operations, Provenance Provenance) : IStoredRecord<TrainingRecord>
{
    /// <summary>Operations over those that matrix products alone would have done in the same seconds, probed between the steps; null in records from before this was measured.</summary>
    public double? ShareOfProducts { get; init; }

    /// <summary>"fp32" or "bf16", of activations and gradients; null in records from before it was written down.</summary>
    public string? Precision { get; init; }

    /// <summary>Whether it went on from a checkpoint: examples, tokens, operations and seconds are then those of the last stretch, the curves still of all.</summary>
    public bool IsResumed { get; init; }

    public int Schema { get; init; } = RunRecord.CurrentSchema;

    public static string Kind => "training";

    public static JsonTypeInfo<TrainingRecord> Json => ResultsJson.Context.TrainingRecord;

    string IStoredRecord<TrainingRecord>.Name => NameOf(System, Seed);

    public static string NameOf(string system, int seed) => string.Create(CultureInfo.InvariantCulture, $"{system}.seed{seed}");
}

/// <summary>A value at a step, counted from 1.</summary>
public readonly record struct TrainingPoint(long Step, double Value);
