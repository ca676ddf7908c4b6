using System.Globalization;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>Under which conditions the numbers of a study came about, a line each.</summary>
internal static class StudyConditions
{
    public static IEnumerable<string> Of(StudySection section) => section.Records.SelectMany(record => record.Notes).Concat(section.Records.Select(Where));

    private static string Where(StudyRecord record) => string.Create(CultureInfo.InvariantCulture,
        $"{record.Step}: measured {record.Provenance.Started:yyyy-MM-dd HH:mm}Z in {record.Provenance.Seconds:0} s on {record.Provenance.Cpu}, "
            + $"{record.Provenance.Threads} threads, device {record.Provenance.Device}; just before, {Probe(record)}");

    private static string Probe(StudyRecord record) => string.Join(", ", record.Probe.Readings.Select(reading =>
        $"{reading.What} {QuantityText.Digits(reading.Median)} {reading.Unit} (best {QuantityText.Digits(reading.Best)})"));
}
