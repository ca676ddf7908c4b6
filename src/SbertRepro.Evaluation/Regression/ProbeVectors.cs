using System.Runtime.InteropServices;
using System.Text.Json.Serialization.Metadata;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Evaluation.Regression;

/// <summary>A system's vectors of the probe sentences, kept with the baseline.</summary>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">Where they were computed.</param>
/// <param name="System">Whose vectors.</param>
/// <param name="Probe">Which sentences, as in <see cref="ProbeSentences.Hash"/>.</param>
/// <param name="Dimension">Of a vector.</param>
/// <param name="Halves">float16 values, little-endian, row-major: half the size, and the cosines move by less than 1e-6.</param>
public sealed record ProbeVectors(string Scale, string Machine, string System, string Probe, int Dimension, byte[] Halves) : IStoredRecord<ProbeVectors>
{
    /// <summary>Larger vectors (word counts) would fill the repository; the scores stand guard over those systems.</summary>
    public const int LargestDimension = 1024;

    public int Schema { get; init; } = RunRecord.CurrentSchema;

    /// <summary>What a pass over the timed sentences cost; null in a baseline from before this was kept.</summary>
    public WorkCounters? Counters { get; init; }

    public static string Kind => "probe";

    public static JsonTypeInfo<ProbeVectors> Json => ResultsJson.Context.ProbeVectors;

    string IStoredRecord<ProbeVectors>.Name => System;

    public static ProbeVectors Of(string scale, string machine, string system, SentenceVectors vectors) => new(
        scale, machine, system, ProbeSentences.Hash, vectors.Dimension, MemoryMarshal.AsBytes<Half>(Array.ConvertAll(vectors.Values, value => (Half)value)).ToArray());

    public SentenceVectors Vectors()
    {
        var values = MemoryMarshal.Cast<byte, Half>(Halves);
        var singles = new float[values.Length];
        for (var i = 0; i < singles.Length; i++) singles[i] = (float)values[i];
        return new SentenceVectors(singles.Length / Dimension, Dimension, singles);
    }
}
