using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;
using SbertRepro.Reporting;

namespace SbertRepro.Tests.Reporting;

/// <summary>A small report with every verdict, two scales, two machines, a claim, a training run and characters that are markup somewhere.</summary>
internal static class SampleReport
{
    public const string Fast = "fast-8c-cpu";

    public const string Slow = "slow-2c-cpu";

    private static readonly Quantity[] Costs = [new("SBERT", "one query", "s", 4) { Valid = false, Size = 10 }, new("SBERT", "all pairs", "s", 40) { Size = 10 }];

    public static readonly ReportModel Model = new()
    {
        Title = "Sentence-BERT, measured again",
        Question = "Is a < b & c?",
        GeneratedFrom = "0123456789abcdef",
        VerdictRule = ["A rule."],
        Scales = [new("small", "the real datasets"), new("sample", "our own sentences")],
        PrintedNumbers = 10,
        Command = "./run-all.sh --scale small",
        Tables = [Table()],
        SearchCost = new([new("cross-encoder (paper)", 65 * 3600, DurationKind.Paper), new("SBERT (paper)", 5, DurationKind.Paper)], "./run-all.sh --table section1"),
        Card = [new() { Quantity = "BERT mean, STS benchmark", Brief = "47.3", Paper = "46.35 (Table 1)", PaperNumber = "46.35", Verdict = Verdict.Reproduced, Explanation = "because", Measured = [new(46.4, "", new(45, 48), 1379, 2, "small", Fast) { System = "mean", Files = ["small/fast-8c-cpu/table1/mean.seed1.json"] }] }],
        Claims = [Claim(Fast, 0.999), Claim(Slow, 0.99)],
        Training = TrainingSection.Of([Training("first"), Training("second")]),
        Speed = [],
        PairErrors = [new("small", Fast, "mean", 1, "STSb-test", 1379, [new(7, 5, 1331, 78), new(8, 0, 12, 900) { First = "A man | plays.", Second = "A <b>dog</b> barks." }], "hash")],
        PairRanks = [PairRanks.Of("table1", "small", Fast, "mean", "STSb-test", [0.1f, 0.3f, 0.2f])],
        Lint = [new("Table 1, Avg", "does not follow", "74.89", "74.86")],
        Environments = [new(Fast, Provenance("Fast CPU")), new(Slow, Provenance("Slow CPU"))],
        Artifacts = [new("stsb/test", new string('a', 64), "CC BY-SA 4.0")],
    };

    /// <summary>The same with something in every other chapter too.</summary>
    public static readonly ReportModel Full = Model with
    {
        Card = [.. Model.Card, new() { Quantity = "Cross-encoder over SBERT", Brief = "5000 x", Verdict = Verdict.NotJudged, Explanation = "because", Measured = [new(10542.24, "x", new(10301, 10803), 1280, 1, "small", Fast)] }],
        Studies = [Study()],
        NumberClaims = [new("1", "one query", "5 s", [new(new("SBERT", "one query", "s", 4), "small", Fast)], null), new("1", "all pairs", "65 h", [], "takes days")],
        Speed = [Speed(valid: true), Speed(valid: false)],
        SpeedNotes = ["A note on speed."],
        Spread = new(MachineSpread.Of([Measured(Fast, 0.5), Measured(Slow, 0.4)]), []),
        Comparisons = [new($"small|{Fast}", $"small|{Slow}", Difference(), [])],
        Gate = new([new("small", Fast, [new("quality", "nothing", false, 100, 1, 0, new(0, 0.05), 0.05)], ["A note on the gate."], Provenance("Fast CPU"))], [History()], Difference()),
    };

    public static Comparison Cell(string system, string machine, Verdict verdict, double? measured, double? paper, string dataset = "STSb-test", string scale = "small") => new()
    {
        Table = "table1",
        System = system,
        Dataset = dataset,
        Metric = "spearman",
        Aggregation = "all",
        Scale = scale,
        Machine = machine,
        Measured = measured,
        Interval = measured is { } value ? new Interval(value - 2, value + 2.5) : null,
        Count = measured is null ? 0 : 1379,
        Seeds = measured is null ? [] : [1, 2],
        Paper = paper,
        Verdict = verdict,
        Reason = verdict == Verdict.NotRun ? "its files are not here" : $"reason of {system}",
    };

    private static TableSection Table() => new()
    {
        Id = "table1",
        Title = "Table 1: similarity",
        Question = "How well?",
        Systems =
        [
            System("mean", "Mean of states_", "the paper's system", "Avg. BERT embeddings", 0), System("mini", "mini, mean", "stand-in", "Avg. BERT embeddings", 1),
            System("cls", "[CLS]", "the paper's system", "BERT CLS-vector", 0), System("glove", "GloVe", "the paper's system", "Avg. GloVe embeddings", 0),
            System("sbert", "SBERT", "the paper's system", "SBERT-NLI-base", 0), System("extra", "100 % extra & more", "addition", null, 0),
        ],
        Columns = [new("STSb", "STSb-test", "spearman"), new("own", "Sample", "spearman")],
        Cells =
        [
            Cell("mean", Fast, Verdict.Reproduced, 46.4, 46.35), Cell("mean", Slow, Verdict.Reproduced, 46.2, 46.35), Cell("mini", Fast, Verdict.NotJudged, 49.25, 46.35),
            Cell("cls", Fast, Verdict.Consistent, 17.1, 16.5), Cell("glove", Fast, Verdict.Deviates, 40.0, 58.02), Cell("sbert", Fast, Verdict.NotRun, null, 77.03), Cell("sbert", Slow, Verdict.NotRun, null, 77.03),
            Cell("extra", Fast, Verdict.NotJudged, 74.31, null), Cell("extra", Fast, Verdict.NotJudged, double.NaN, null, "Sample", "sample"),
        ],
        Notes = ["One note.", "Another note."],
    };

    private static StudySection Study() => new("section1", "Section 1: what a search costs", "How long?", "small", Fast,
        [new("small", Fast, "section1", "bi", Costs, ["A note on a step."], new MachineProbe(DateTimeOffset.UnixEpoch, 1, []), new Fingerprint([]), Provenance("Fast CPU"))])
    {
        Findings = ["A finding."],
        Figures = [new("figure", "<svg></svg>", "A caption.")],
        Summary = StudySummary.Of(Costs, new("sentences", StudyColumn.Measured("query", "one query"), StudyColumn.Printed("printed", _ => "5 s"))),
    };

    private static SpeedRow Speed(bool valid) => new() { Scale = "small", Machine = Fast, Experiment = "table7", System = "SBERT", Precision = "fp32", Batching = "length", Device = "cpu", Backend = "torch", SentencesPerSecond = 12, Padding = 0.1, Valid = valid };

    private static MeasuredCell Measured(string machine, double score) => new(new("small", "table1", "mean", 1, "STSb-test", "spearman"), machine, null, score, null, DateTimeOffset.UnixEpoch, new Fingerprint([]));

    private static RunDifference Difference() => new(
        [new("mean on STSb-test", "spearman", 0.5, 0.4, [new("system/pooling", "Mean", "Cls")], [new(7, 5, 900)])], 3, ["gone"], ["new"],
        [new($"small {Fast}", "table7 SBERT", 1.1, 1.05, new(1, 1.2))], [new("runtime", ".NET 9", null)]);

    private static History History() => new(Fast, [.. Enumerable.Range(1, 3).Select(day => new HistoryEntry(
        new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero), $"c{day}", day == 1 ? HistoryEntry.Accept : HistoryEntry.Check, "a reason", [new HistoryCell("encode a", Normalised: 100 + day)]))]);

    private static SystemRow System(string id, string name, string kind, string? paperRow, int distance) => new(id, name, kind, "what it is", $"./run-all.sh --system {id}") { PaperRow = paperRow, Distance = distance };

    public static ClaimRow Claim(string machine, double probability, int seeds = 1) =>
        new("the mean is better than [CLS]", "4", new("small", machine, "mean-over-cls", "STSb-test", "mean", "cls", seeds, 1, 1379, 0.03, new(0.01, 0.05), probability, []));

    private static TrainingRecord Training(string system) => new("small", Fast, system, 1, [new(1, 1.1), new(100, 0.7), new(200, 0.5)], [new(200, 0.8)], "STSb-dev", 200, 3200, 64000, 1e12, Provenance("Fast CPU"))
    {
        ShareOfProducts = 0.62,
    };

    private static Provenance Provenance(string cpu) => new()
    {
        Commit = "0123456789abcdef",
        Dirty = false,
        Command = "sbert-repro run",
        OperatingSystem = "Linux",
        Runtime = ".NET 10",
        Cpu = cpu,
        Cores = 8,
        Threads = 8,
        Device = "cpu",
        Packages = new() { ["torch"] = "2.10" },
        Artifacts = [],
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Seconds = 10,
    };
}
