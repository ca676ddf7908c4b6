using System.Globalization;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments.Studies;
using SbertRepro.Reporting;

namespace SbertRepro.Cli.Report;

/// <summary>What stands side by side in the table of each study, with the paper's numbers where it prints any.</summary>
internal static class StudyLayouts
{
    private static readonly StudyLayout Section1 = new("sentences",
    [
        StudyColumn.Measured("most similar pair", Section1SearchCost.Pair), FromText("pair, the paper's V100", "cross-encoder-hours"),
        StudyColumn.Measured("of which encoding", Section1SearchCost.Encoding), FromText("encoding, the paper's V100", "bi-encoder-seconds"),
        StudyColumn.Measured("of which comparing", Section1SearchCost.Comparing), FromText("comparing, the paper", "cosine-seconds"),
        .. Latency(Section1SearchCost.Query), StudyColumn.Measured("recall@10", StudyWords.RecallAt10), StudyColumn.Measured("pairs scored", Section1SearchCost.PairRate),
        StudyColumn.Measured("of products", SpeedWords.Share), StudyColumn.Measured("memory beyond the vectors", Section1SearchCost.ExtraMemory),
    ])
    {
        OnlyLargest = true,
    };

    private static readonly StudyLayout Million = new("effort",
    [
        StudyColumn.Measured("recall@1", MillionSentences.RecallAt1), StudyColumn.Measured("recall@10", StudyWords.RecallAt10),
        .. Latency(StudyWords.OneQuery), StudyColumn.Measured("all at once", MillionSentences.Batched),
        StudyColumn.Measured("building", MillionSentences.Building), StudyColumn.Measured("memory", MillionSentences.Memory),
    ]);

    private static readonly StudyLayout Retrieval = new("reranked",
    [
        StudyColumn.Measured("nDCG@10", StudyWords.NdcgAt10), StudyColumn.Measured("MRR@10", SciFactRetrieval.MrrAt10),
        StudyColumn.Measured("recall@100", SciFactRetrieval.RecallAt100),
        .. Latency(StudyWords.OneQuery), StudyColumn.Measured("indexing", SciFactRetrieval.Indexing),
    ]);

    private static readonly StudyLayout Table7 = new("sentences",
        StudyColumn.Measured("sentences/s", SpeedWords.Sentences),
        StudyColumn.Printed("the paper, i7-5820K", row => Rate(PaperSpeed.Of(row, PaperSpeed.Cpu))),
        StudyColumn.Printed("the paper, V100", row => Rate(PaperSpeed.Of(row, PaperSpeed.Gpu))),
        new StudyColumn("tokens/s", what => what is SpeedWords.Tokens or SpeedWords.Words), StudyColumn.Measured("padding", SpeedWords.Padding),
        StudyColumn.Measured("arithmetic", SpeedWords.Arithmetic), StudyColumn.Measured("of products", SpeedWords.Share), StudyColumn.Measured("peak memory", SpeedWords.Memory),
        StudyColumn.Measured("smallest cosine to fp32", SpeedWords.SmallestCosine), new StudyColumn("Spearman", IsSpearman), new StudyColumn("minus torch fp32's", IsChange));

    /// <returns>Null for a study whose numbers are only listed.</returns>
    public static StudyLayout? Of(string study) => study switch
    {
        "section1" => Section1,
        StudyWords.Million => Million,
        StudyWords.SciFact => Retrieval,
        "table7" => Table7,
        _ => null,
    };

    // The systems for which the paper's text states a number are those that answer it.
    private static StudyColumn FromText(string title, string claim)
    {
        var (answer, number) = (CostAnswers.Claims[claim], PaperData.Claims.Single(each => each.Id == claim).Stated);
        return StudyColumn.Printed(title, row => answer.Systems.Any(system => system.Name == row) ? number : null);
    }

    // As Quantities.Tail calls them.
    private static StudyColumn[] Latency(string what) =>
    [
        StudyColumn.Measured("one query", what),
        StudyColumn.Measured("95th percentile", $"{what}, 95th percentile"), StudyColumn.Measured("99th percentile", $"{what}, 99th percentile"),
    ];

    private static string? Rate(PaperCell? printed) => printed?.Value.ToString("#,0", CultureInfo.InvariantCulture);

    private static bool IsSpearman(string what) => what.StartsWith(SpeedWords.Spearman(""), StringComparison.Ordinal) && !IsChange(what);

    private static bool IsChange(string what) => what.EndsWith(SpeedWords.MinusReference, StringComparison.Ordinal);
}
