using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>The configurations that a study timed, as lines of <c>speed.csv</c>.</summary>
public static class ConfigurationSpeed
{
    public static IEnumerable<SpeedRow> Of(StudySection section) =>
        from record in section.Records
        from row in record.Quantities.GroupBy(quantity => quantity.System, StringComparer.Ordinal)
        where row.Any(quantity => quantity.What == SpeedWords.Sentences)
        let name = SpeedWords.Parse(row.Key)
        where name is not null
        select Row(record, name.Value, row.ToLookup(quantity => quantity.What, StringComparer.Ordinal));

    private static SpeedRow Row(StudyRecord record, (string System, string Backend, string Precision, string Batching) name, ILookup<string, Quantity> quantities)
    {
        return new()
        {
            Scale = record.Scale,
            Machine = record.Machine,
            Experiment = record.Study,
            System = name.System,
            Precision = name.Precision,
            Batching = name.Batching,
            Device = record.Provenance.Device,
            Backend = name.Backend,
            SentencesPerSecond = Value(SpeedWords.Sentences),
            TokensPerSecond = Value(SpeedWords.Tokens),
            Gflops = Value(SpeedWords.Arithmetic),
            GemmShare = Value(SpeedWords.Share) / 100,
            Padding = Value(SpeedWords.Padding) / 100,
            PeakMegabytes = Value(SpeedWords.Memory),
            Valid = quantities[SpeedWords.Sentences].First().Valid,
        };

        double? Value(string what) => quantities[what].FirstOrDefault()?.Value;
    }
}
