using SbertRepro.Evaluation.Paper;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Experiments;

/// <summary>What answers a line of the brief: a cell, with the systems that may fill it.</summary>
/// <param name="Table">Of the cell.</param>
/// <param name="Dataset">Of the cell on real data.</param>
/// <param name="Sample">Of the cell at sample scale; null where there is none.</param>
/// <param name="Systems">The one nearest to the paper's first.</param>
public sealed record CardAnswer(Experiment Table, string Dataset, string? Sample, params IReadOnlyList<SystemSpec> Systems);

/// <summary>
/// The table of the project's brief (experiments/paper/card.csv): which systems answer which of its lines. Several of its numbers are not the paper's (a [CLS] row
/// that is another cell, a mean row from later work), so the report shows brief, paper and measurement side by side and judges by the paper.
/// </summary>
public static class Card
{
    public static readonly IReadOnlyDictionary<string, CardAnswer> Answers = new Dictionary<string, CardAnswer>(StringComparer.Ordinal)
    {
        ["Average GloVe, STS benchmark"] = Similarity(Table1UnsupervisedSts.Value, Systems.Glove6B300, Systems.Glove840B, Systems.Glove6B50PartialContent, Systems.BagOfWords),
        ["BERT [CLS], STS benchmark"] = Similarity(Table1UnsupervisedSts.Value, Systems.BertBaseCls, Systems.MiniBertCls),
        ["BERT mean, STS benchmark"] = Similarity(Table1UnsupervisedSts.Value, Systems.BertBaseMean, Systems.MiniBertMean),
        ["SBERT-NLI, STS benchmark"] = Similarity(Table1UnsupervisedSts.Value, [Systems.SbertNliLarge, Systems.SbertNliBase, .. TrainedSystems.Families.Select(family => family.SbertNli)]),
        ["Cross-encoder, STS benchmark"] = Similarity(Table2SupervisedSts.Value, [.. TrainedSystems.OnRealData.Select(family => family.CrossEncoderNliSts), .. TrainedSystems.Families.Select(family => family.CrossEncoderSts)]),
        ["SentEval average, average GloVe"] = Transfer(Systems.Glove6B300, Systems.Glove840B, Systems.Glove6B50Partial),
        ["SentEval average, SBERT"] = Transfer(Systems.SbertNliBase, Systems.SbertNliLarge, TrainedSystems.Mini.SbertNli),
    };

    /// <summary>What has to be trained before the table of the brief is whole at a scale: of each line the trained system that is nearest to the paper's.</summary>
    public static IReadOnlyList<SystemSpec> TrainedAt(Scale scale) =>
    [
        .. Answers.Values.Select(answer => answer.Systems.FirstOrDefault(system => system.Recipe is TrainedRecipe && system.Scales.Contains(scale))).OfType<SystemSpec>().Distinct(),
    ];

    /// <summary>Lines that are differences of two systems: the claims about order (experiments/paper/claims.csv) whose difference answers.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Differences = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["NLI pre-training, points gained"] = ["nli-before-sts-bi", "nli-before-sts-cross"],
    };

    /// <summary>Why a line has no measurement, when it has none.</summary>
    public static string WhyNot(string quantity) => Differences.ContainsKey(quantity) ? "./run-all.sh --table table2 --train"
        : Answers.TryGetValue(quantity, out var answer) ? $"sbert-repro fetch {answer.Systems[0].Id}, then ./run-all.sh --scale paper."
        : "no experiment of this version measures it.";

    private static CardAnswer Similarity(Experiment table, params IReadOnlyList<SystemSpec> systems) => new(table, "STSb-test", "Sample-STS-test", systems);

    private static CardAnswer Transfer(params IReadOnlyList<SystemSpec> systems) => new(Table5SentEval.Value, PaperComparison.Average, null, systems);
}
