using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Reporting;

/// <summary>
/// Everything the report says, and nothing else: the HTML page and the Markdown page are two views of this value.
/// Numbers come from run records; the renderers compute no score and read neither clock nor file.
/// </summary>
public sealed record ReportModel
{
    public required string Title { get; init; }

    /// <summary>What is measured and against what, in two or three sentences for a reader who does not know the paper.</summary>
    public required string Question { get; init; }

    /// <summary>What a reader must know before the first number; stands above the results.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Commit the report was generated from, marked when files differed from it.</summary>
    public required string GeneratedFrom { get; init; }

    /// <summary>The pass rule, one paragraph each; stands before the results.</summary>
    public required IReadOnlyList<string> VerdictRule { get; init; }

    /// <summary>The scales that appear in the report, each with what it means.</summary>
    public required IReadOnlyList<ScaleNote> Scales { get; init; }

    /// <summary>In the order of the paper.</summary>
    public required IReadOnlyList<TableSection> Tables { get; init; }

    /// <summary>How many numbers the paper prints in all its tables, also in those that nothing here measures.</summary>
    public int PrintedNumbers { get; init; }

    /// <summary>The results folder as seen from the report's folder, for links: "../results".</summary>
    public string Results { get; init; } = "../results";

    /// <summary>The command line that makes this report again.</summary>
    public string Command { get; init; } = "./run-all.sh";

    /// <summary>Section 1 of the paper: the most similar pair among 10,000 sentences.</summary>
    public SearchCostSection SearchCost { get; init; } = SearchCostSection.Nothing;

    /// <summary>The table of the project brief: what it states beside the paper and the measurement.</summary>
    public IReadOnlyList<CardRow> Card { get; init; } = [];

    /// <summary>Claims about order, in the order of the paper.</summary>
    public IReadOnlyList<ClaimRow> Claims { get; init; } = [];

    /// <summary>The pairs that systems rank worst.</summary>
    public IReadOnlyList<PairErrorsRecord> PairErrors { get; init; } = [];

    /// <summary>How runs rank the pairs of a set, for the explorer of the page.</summary>
    public IReadOnlyList<PairRanks> PairRanks { get; init; } = [];

    /// <summary>Rows and machines compared with each other, for the explorer of the page.</summary>
    public IReadOnlyList<RunComparison> Comparisons { get; init; } = [];

    /// <summary>How the models that were trained here came about.</summary>
    public IReadOnlyList<TrainingSection> Training { get; init; } = [];

    /// <summary>Costs, speeds and searches, in the order of the paper; of each study, the largest scale first.</summary>
    public IReadOnlyList<StudySection> Studies { get; init; } = [];

    /// <summary>Numbers that the paper states in its text.</summary>
    public IReadOnlyList<NumberClaimRow> NumberClaims { get; init; } = [];

    public IReadOnlyList<SpeedRow> Speed { get; init; } = [];

    /// <summary>Paired ratios and conditions of the speed rows.</summary>
    public IReadOnlyList<string> SpeedNotes { get; init; } = [];

    /// <summary>The regression gate: its proof, its baselines, what changed since.</summary>
    public GateSection Gate { get; init; } = GateSection.Nothing;

    /// <summary>How far machines are apart, and the signed statements of the ledger.</summary>
    public SpreadSection Spread { get; init; } = SpreadSection.Nothing;

    /// <summary>Defects of the printed tables themselves.</summary>
    public IReadOnlyList<LintFinding> Lint { get; init; } = [];

    public IReadOnlyList<MachineEnvironment> Environments { get; init; } = [];

    public IReadOnlyList<ArtifactRow> Artifacts { get; init; } = [];

    /// <summary>Each printed number of the paper once, under its verdict.</summary>
    public IReadOnlyDictionary<Verdict, int> PrintedVerdicts => Glance.Of(this).Printed.ToDictionary(pair => pair.Style.Verdict, pair => pair.Count);
}

/// <param name="Name">sample, small or paper.</param>
/// <param name="Meaning">Which data, encoder and machine; for sample and small, that they are no measurement of the paper's system.</param>
public sealed record ScaleNote(string Name, string Meaning);

/// <summary>One table of the paper with what was measured for it, on every scale and machine.</summary>
public sealed record TableSection
{
    /// <summary>table1 ... table7; unique in the report.</summary>
    public required string Id { get; init; }

    /// <summary>E.g. "Table 1: similarity without STS training".</summary>
    public required string Title { get; init; }

    /// <summary>What the table asks, in a sentence or two.</summary>
    public required string Question { get; init; }

    /// <summary>What the numbers are, e.g. "Spearman x100".</summary>
    public string Unit { get; init; } = "Spearman x100";

    /// <summary>Rows in order; every system of <see cref="Cells"/> is here.</summary>
    public required IReadOnlyList<SystemRow> Systems { get; init; }

    /// <summary>Columns in order; cells of other metrics and aggregations go to cells.csv only.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>Measured and not-run cells, all aggregations.</summary>
    public required IReadOnlyList<Comparison> Cells { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="Id">As in <see cref="Comparison.System"/> and on the command line.</param>
/// <param name="Name">The row's label.</param>
/// <param name="Kind">What the row is to the paper: "paper's system", "stand-in", "addition".</param>
/// <param name="Description">What computes the vectors.</param>
/// <param name="Command">The command line that measures this row again.</param>
public sealed record SystemRow(string Id, string Name, string Kind, string Description, string Command)
{
    /// <summary>The paper's label of the row this system stands for; null for a system the paper does not have.</summary>
    public string? PaperRow { get; init; }

    /// <summary>Among the systems that stand for the same row of the paper, the smallest is the nearest to the paper's own.</summary>
    public int Distance { get; init; }
}

/// <param name="Label">Column heading, e.g. "STS12".</param>
/// <param name="Dataset">As in <see cref="Comparison.Dataset"/>.</param>
/// <param name="Metric">As in <see cref="Comparison.Metric"/>.</param>
/// <param name="Aggregation">As in <see cref="Comparison.Aggregation"/>.</param>
public sealed record TableColumn(string Label, string Dataset, string Metric, string Aggregation = "all");

/// <summary>One line of the brief's table.</summary>
public sealed record CardRow
{
    /// <summary>E.g. "Average GloVe, STS benchmark".</summary>
    public required string Quantity { get; init; }

    /// <summary>As the brief states it.</summary>
    public required string Brief { get; init; }

    /// <summary>As the paper prints it; null where the paper has no such number.</summary>
    public string? Paper { get; init; }

    /// <summary><see cref="Paper"/> without its source.</summary>
    public string? PaperNumber { get; init; }

    /// <summary>One per scale and machine, the largest scale first; empty when not run.</summary>
    public IReadOnlyList<Measurement> Measured { get; init; } = [];

    /// <summary>Of the measurement against the paper.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why brief, paper and measurement agree or differ, or why it was not run.</summary>
    public required string Explanation { get; init; }
}

/// <summary>A measured number with what must stand beside it.</summary>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">"s", "x" ...; empty for scores (x100).</param>
/// <param name="Interval">In the same unit; null where none was computed.</param>
/// <param name="Count">Items behind the value.</param>
/// <param name="Seeds">Number of seeds.</param>
/// <param name="Scale">sample, small or paper.</param>
/// <param name="Machine">Where it was measured.</param>
public sealed record Measurement(double Value, string Unit, Interval? Interval, int Count, int Seeds, string Scale, string Machine)
{
    /// <summary>What was measured.</summary>
    public string System { get; init; } = "";

    /// <summary>Measured with weights that have been replaced since.</summary>
    public bool FormerWeights { get; init; }

    /// <summary>What a reader must know beside the value.</summary>
    internal string Caveat => FormerWeights ? ", former weights" : "";

    /// <summary>Result files behind the value, below the results folder; one a seed.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>The machine behind the results of that name.</summary>
public sealed record MachineEnvironment(string Machine, Provenance Provenance);

/// <summary>A file that was read: <see cref="Sha256"/> in 64 hexadecimal digits.</summary>
public sealed record ArtifactRow(string Id, string Sha256, string Licence);
