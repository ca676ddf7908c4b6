using SbertRepro.Encoders;
using SbertRepro.Encoders.Training.Objectives;
using SbertRepro.Evaluation.Paper;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Experiments;

/// <summary>Which systems stand for the roles of the paper's claims about order (experiments/paper/claims.csv).</summary>
public static class ShapeClaims
{
    /// <summary>The claims of a scale, each on every dataset where both roles are played.</summary>
    public static IEnumerable<ClaimQuestion> At(Scale scale) =>
        from claim in PaperData.Claims
        where claim.Better is not null
        let table = TableOf(claim)
        let better = Player(claim.Better!, scale)
        let worse = Player(claim.Worse!, scale)
        where better is not null && worse is not null
        from column in table.ColumnsAt(scale)
        where column.AnswersClaims
        select new ClaimQuestion(claim, table, column.Dataset, better, worse);

    private static Experiment TableOf(Claim claim) => claim.Section switch
    {
        "5" => Table5SentEval.Value,
        "6" => Table6Ablation.Value,
        _ => claim.Better == "cross-encoder" ? Table2SupervisedSts.Value : Table1UnsupervisedSts.Value,
    };

    private static SystemSpec? Player(string role, Scale scale) => Players.TryGetValue(role, out var players) ? players.FirstOrDefault(system => system.Scales.Contains(scale)) : null;

    // The first of a scale plays the role there.
    private static readonly Dictionary<string, SystemSpec[]> Players = new(StringComparer.Ordinal)
    {
        ["glove"] = [Systems.Glove6B300, Systems.Glove6B50PartialContent, Systems.BagOfWords],
        ["glove-words"] = [Systems.Glove6B300, Systems.Glove6B50Partial], // with all words, as the classifier wants them
        ["bert-mean"] = [Systems.BertBaseMean, Systems.MiniBertMean],
        ["bert-cls"] = [Systems.BertBaseCls, Systems.MiniBertCls],
        ["sbert-nli"] = [Systems.SbertNliBase, .. OfFamilies(family => family.SbertNli)],
        ["cross-encoder"] = OfFamilies(family => family.CrossEncoderNliSts),
        ["sbert-stsb"] = OfFamilies(family => family.SbertNliSts),
        ["concat-u-v-diff"] = OfFamilies(family => family.ConcatenationOnNli(Concatenation.BothAndDifference)),
        ["concat-u-v-prod"] = OfFamilies(family => family.ConcatenationOnNli(Concatenation.Both | Concatenation.Product)),
        ["pooling-mean"] = OfFamilies(family => family.PoolingOnNli(Pooling.Mean)),
        ["pooling-max"] = OfFamilies(family => family.PoolingOnNli(Pooling.Max)),
        ["pooling-cls"] = OfFamilies(family => family.PoolingOnNli(Pooling.Cls)),
    };

    private static SystemSpec[] OfFamilies(Func<TrainingFamily, SystemSpec> role) => [.. TrainedSystems.Families.Select(role)];
}
