using System.Text.Json;
using System.Text.Json.Serialization;

namespace SbertRepro.Evaluation.Regression;

/// <summary>What one process says of one system: seconds of each pass over the probe sentences, and what a pass costs. The answer of <c>sbert-repro time</c>.</summary>
/// <param name="System">Which system.</param>
/// <param name="Probe">Which sentences, as in <see cref="ProbeSentences.Hash"/>.</param>
/// <param name="Seconds">One per pass after the warm-up.</param>
/// <param name="Rates">Million numbers a second of SplitMix64 on one core, probed after each pass: how fast the machine was.</param>
/// <param name="Counters">Of one pass.</param>
public sealed record EncodingTiming(string System, string Probe, double[] Seconds, double[] Rates, WorkCounters Counters)
{
    /// <summary>Seconds of the pass that was disturbed least: on a shared machine noise only ever adds.</summary>
    public double Undisturbed => Seconds.Min();

    /// <summary>Million SplitMix64 numbers in the time of a pass: seconds freed from how fast the machine was at that moment.</summary>
    public double Normalised => Metrics.Quantiles.Median([.. Seconds.Zip(Rates, (seconds, rate) => seconds * rate)]);

    public string ToJson() => JsonSerializer.Serialize(this, EncodingTimingJson.Default.EncodingTiming);

    /// <summary>Null when the text is no such answer: an older program has no such verb.</summary>
    public static EncodingTiming? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, EncodingTimingJson.Default.EncodingTiming);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EncodingTiming))]
internal sealed partial class EncodingTimingJson : JsonSerializerContext;
