using System.Text.Json.Serialization;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// Linear warm-up to the peak, a plateau, linear decay to 0. With <paramref name="DecayShare"/> 1 there is no plateau: BERT's schedule and the paper's.
/// With a plateau the length of a run can still be changed while it lasts.
/// </summary>
/// <param name="Peak">Highest rate.</param>
/// <param name="Steps">Of the whole run.</param>
/// <param name="WarmupSteps">Of the rise.</param>
/// <param name="DecayShare">Share of the steps after the warm-up that decay, 0 ... 1.</param>
public sealed record LearningRateSchedule(double Peak, long Steps, long WarmupSteps, double DecayShare = 1)
{
    /// <summary>
    /// Whether the warm-up starts at 0, so that the first step changes nothing: rate = step / warm-up steps, as BERT's release and the code of the paper have it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] // pre-training runs that are under way are identified by this record's JSON
    public bool FromZero { get; init; }

    /// <summary>Rate of a step, counted from 0. The first step of a warm-up already has a rate above 0, unless it is to start <see cref="FromZero"/>.</summary>
    public double At(long step)
    {
        if (step < WarmupSteps) return FromZero ? Peak * step / WarmupSteps : Peak * (step + 1) / (WarmupSteps + 1);
        var decaySteps = (Steps - WarmupSteps) * DecayShare;
        return decaySteps <= 0 ? Peak : Peak * Math.Clamp((Steps - step) / decaySteps, 0, 1);
    }
}
