using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>What is compared when two results folders, machines or systems are.</summary>
/// <param name="Runs">Scores.</param>
public sealed record StoredResults(IReadOnlyList<RunRecord> Runs)
{
    /// <summary>Timings of benchmarks.</summary>
    public IReadOnlyList<SpeedRecord> Speed { get; init; } = [];

    /// <summary>Steps of studies, which hold timings too.</summary>
    public IReadOnlyList<StudyRecord> Steps { get; init; } = [];

    /// <summary>All of a results folder; nothing where there is none.</summary>
    public static StoredResults Read(string folder) => new(new ResultStore(folder).All())
    {
        Speed = new RecordStore<SpeedRecord>(folder).All(),
        Steps = new RecordStore<StudyRecord>(folder).All(),
    };
}
