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

    /// <summary>Why a claim fails at a scale, as far as this project can see; to be said only where it does fail. The evidence is in reports/LOG.md.</summary>
    public static string? WhyItFails(string claim, Scale scale) => scale == Scale.Small ? SmallModels.GetValueOrDefault(claim) : null;

    private static readonly Dictionary<string, string> SmallModels = new(StringComparer.Ordinal)
    {
        ["glove-over-mean"] = "the GloVe vectors here have 50 components and a part of the words, the paper's 300 and all",
        ["nli-over-mean"] = "the mini-BERT has read 37 million tokens, and three labels of inference hardly follow from what it knows: the softmax objective ends at a loss near 0.9 "
            + "(guessing has 1.10) and takes from some sets what it gives to others. In-batch negatives on the same sentences did repair its vectors, with the weights of before 28 November 2026",
        ["cross-over-bi"] = "with the weights of before 28 November 2026 the mini-BERT had seen single segments alone: that its input has two halves to compare was news in fine-tuning, where mean "
            + "pooling brings the comparison with it",
        ["difference-over-product"] = "after 10,000 pairs these small networks stand about where their own raw vectors did, or below, so they are ranked by how little the classifier has spoilt",
        ["senteval-nli-over-mean"] = "as on STS: the softmax objective costs this small network more of what it knew than it teaches",
    };

    private static Experiment TableOf(Claim claim) => claim.Section switch
    {
        "5" => Table5SentEval.Value,
        "6" => Table6Ablation.Value,
        _ => claim.Better is "cross-encoder" or "sbert-stsb" ? Table2SupervisedSts.Value : Table1UnsupervisedSts.Value,
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
        ["cross-encoder-stsb-alone"] = OfFamilies(family => family.CrossEncoderSts),
        ["sbert-stsb"] = OfFamilies(family => family.SbertNliSts),
        ["sbert-stsb-alone"] = OfFamilies(family => family.SbertSts),
        ["concat-u-v-diff"] = OfFamilies(family => family.ConcatenationOnNli(Concatenation.BothAndDifference)),
        ["concat-u-v-prod"] = OfFamilies(family => family.ConcatenationOnNli(Concatenation.Both | Concatenation.Product)),
        ["pooling-mean"] = OfFamilies(family => family.PoolingOnNli(Pooling.Mean)),
        ["pooling-max"] = OfFamilies(family => family.PoolingOnNli(Pooling.Max)),
        ["pooling-cls"] = OfFamilies(family => family.PoolingOnNli(Pooling.Cls)),
    };

    private static SystemSpec[] OfFamilies(Func<TrainingFamily, SystemSpec> role) => [.. TrainedSystems.Families.Select(role)];
}
