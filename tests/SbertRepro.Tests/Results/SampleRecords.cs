using SbertRepro.Evaluation.Results;

namespace SbertRepro.Tests.Results;

internal static class SampleRecords
{
    public static ResultKey Key { get; } = new("sample", "test-machine", "table1", "bag-of-words", 1);

    public static CellRecord Cell(string dataset, params float[] similarities) => new(
        dataset,
        [new Score("spearman", "all", 0.5802, new Interval(0.54, 0.62), similarities.Length), new Score("pearson", "all", 1.0 / 3, null, similarities.Length)],
        similarities,
        new Fingerprint(new(StringComparer.Ordinal) { ["seed"] = "1", ["code/metrics"] = "abc", ["data/x.tsv"] = "0f" }),
        new Provenance
        {
            Commit = "unknown",
            Dirty = false,
            Command = "sbert-repro run",
            OperatingSystem = "Linux",
            Runtime = ".NET 10",
            Cpu = "AMD <EPYC> & \"co\"",
            Cores = 2,
            Threads = 1,
            Device = "cpu",
            Packages = new(StringComparer.Ordinal) { ["TorchSharp"] = "0.107.0" },
            Artifacts = new(StringComparer.Ordinal) { ["x.tsv"] = "0f" },
            Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Seconds = 1.25,
        })
    { Notes = ["one note"] };
}
