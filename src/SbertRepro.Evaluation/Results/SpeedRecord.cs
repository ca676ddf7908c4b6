using System.Text.Json.Serialization.Metadata;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Evaluation.Results;

/// <summary>What one speed experiment measured in one run: the content of <c>results/&lt;scale&gt;/&lt;machine&gt;/speed/&lt;experiment&gt;.speed.json</c>.</summary>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">As in <see cref="Machine.Id"/>.</param>
/// <param name="Experiment">The name of the experiment.</param>
/// <param name="Rows">One per configuration, all timed in the same run.</param>
/// <param name="Ratios">Paired comparisons of those configurations.</param>
/// <param name="Notes">What a reader must know: sentences, lengths, what is inside the clock.</param>
/// <param name="Provenance">Who, where, when, with what.</param>
public sealed record SpeedRecord(
    string Scale, string Machine, string Experiment, IReadOnlyList<SpeedRow> Rows, IReadOnlyList<SpeedRatio> Ratios, IReadOnlyList<string> Notes, Provenance Provenance)
    : IStoredRecord<SpeedRecord>
{
    public int Schema { get; init; } = RunRecord.CurrentSchema;

    public static string Kind => "speed";

    public static JsonTypeInfo<SpeedRecord> Json => ResultsJson.Context.SpeedRecord;

    string IStoredRecord<SpeedRecord>.Name => Experiment;

    /// <summary>How fast the machine was just before; null in records from before there was a probe.</summary>
    public MachineProbe? Probe { get; init; }
}

/// <summary>How much faster one configuration is than another, from work that alternated in one process.</summary>
/// <param name="What">E.g. "bf16, length batches over fp32, batches of 32".</param>
/// <param name="Median">Of the paired ratios.</param>
/// <param name="Interval">Of the median over the pairs.</param>
/// <param name="Pairs">How many.</param>
public sealed record SpeedRatio(string What, double Median, Interval Interval, int Pairs);
