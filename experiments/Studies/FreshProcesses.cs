using System.Globalization;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// Joins what fresh processes measured of the same step. A value is the median of theirs. Its interval reaches from the lowest bound of theirs to the highest, so it holds what
/// differs from process to process besides what differs from sample to sample; it is wide on purpose, since a few processes do not tell how processes are distributed.
/// </summary>
public static class FreshProcesses
{
    private const int Usual = 3;

    /// <summary>Steps whose times are results, in three processes each; in one at sample scale, whose times are none, and where a step takes hours.</summary>
    public static IReadOnlyList<StudyStep> ForTimes(Scale scale, IReadOnlyList<StudyStep> steps) =>
        [.. steps.Select(step => scale == Scale.Sample || step.OnDemand ? step : step with { Processes = Usual })];

    /// <param name="processes">In the order in which they ran; at least one.</param>
    /// <exception cref="ActionableException">They measured different things: a file or the program changed meanwhile.</exception>
    public static StudyRecord Join(IReadOnlyList<StudyRecord> processes)
    {
        var first = processes[0];
        foreach (var other in processes.Where(process => !process.Fingerprint.Equals(first.Fingerprint)))
            throw new ActionableException($"{string.Join(", ", first.Fingerprint.DifferencesTo(other.Fingerprint))} changed between its processes", $"{first.Study} {first.Step}", next: "run again.");
        return first with
        {
            Quantities = Joined([.. processes.Select(process => process.Quantities)]),
            Notes =
            [
                .. processes.SelectMany(process => process.Notes).Distinct(StringComparer.Ordinal),
                string.Create(CultureInfo.InvariantCulture,
                    $"{first.Step}: measured in {processes.Count} fresh processes, one after another; a value is the median of theirs, an interval reaches from the lowest of their bounds to the highest"),
            ],
            Probe = MachineProbe.Join([.. processes.Select(process => process.Probe)]),
        };
    }

    private static Quantity[] Joined(IReadOnlyList<IReadOnlyList<Quantity>> processes) =>
    [
        .. from quantity in processes.SelectMany(process => process)
           group quantity by (quantity.System, quantity.What, quantity.Unit, quantity.Size, quantity.Basis) into same
           select Joined([.. same]),
    ];

    /// <summary>One quantity; one that only some processes have keeps those.</summary>
    internal static Quantity Joined(IReadOnlyList<Quantity> same)
    {
        double[] values = [.. same.Select(quantity => quantity.Value)];
        var differ = values.Distinct().Count() > 1;
        return same[0] with
        {
            Value = Quantiles.Median([.. values]),
            Interval = differ || same.Any(quantity => quantity.Interval is not null) ? Hull(same) : null,
            Samples = [.. same.SelectMany(quantity => quantity.Samples)],
            Processes = values,
            Count = differ ? same.Sum(quantity => quantity.Count) : same[0].Count, // the same answer three times is no more evidence than once
            Valid = same.Any(quantity => quantity.Valid == false) ? false : same[0].Valid,
        };
    }

    private static Interval Hull(IReadOnlyList<Quantity> same) =>
        new(same.Min(quantity => quantity.Interval?.Low ?? quantity.Value), same.Max(quantity => quantity.Interval?.High ?? quantity.Value));
}
