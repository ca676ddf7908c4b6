using SbertRepro.Encoders;
using SbertRepro.Encoders.Training.Objectives;

namespace SbertRepro.Experiments.Training;

/// <summary>
/// What differs between the scales when the paper's models are trained: where they start, on what they learn, how fast. Everything else is the paper's recipe, so
/// each trained system is defined once, here, for all scales.
/// </summary>
/// <param name="Suffix">Ends the ids of the systems.</param>
/// <param name="Label">Ends their names.</param>
/// <param name="Scale">Where they run.</param>
/// <param name="Start">Artifacts of the BERT they start from.</param>
/// <param name="Nli">Of the first stage.</param>
/// <param name="AblationNli">Of Table 6, which trains nine networks.</param>
/// <param name="Sts">Of the second stage.</param>
/// <param name="DevelopmentSet">Chooses checkpoints.</param>
public sealed record TrainingFamily(
    string Suffix, string Label, Scale Scale, IReadOnlyList<string> Start, TrainingData Nli, TrainingData AblationNli, TrainingData Sts, string DevelopmentSet)
{
    /// <summary>The upper half of Table 6, in its order.</summary>
    public static readonly IReadOnlyList<Pooling> Poolings = [Pooling.Mean, Pooling.Max, Pooling.Cls];

    /// <summary>Of the BERT they start from.</summary>
    public BertConfig Shape { get; init; } = BertConfig.Base;

    /// <summary>Where siamese networks depart from the paper's stage; smaller models have to, as development data choose (reports/LOG.md).</summary>
    public Func<TrainingStage, TrainingStage> OfSiamese { get; init; } = stage => stage;

    /// <summary>Where cross-encoders do.</summary>
    public Func<TrainingStage, TrainingStage> OfCrossEncoder { get; init; } = stage => stage;

    /// <summary>On similarity scores (paper section 4.2).</summary>
    public int StsEpochs { get; init; } = 4;

    /// <inheritdoc cref="TrainingStage.Precision"/>
    public Precision? Precision { get; init; } = Encoders.Precision.Float32;

    /// <summary>Why the numbers are not judged; null for the paper's own model.</summary>
    public string? NotJudged { get; init; }

    /// <summary>Section 3.1: softmax over (u, v, |u-v|), MEAN pooling.</summary>
    public SystemSpec SbertNli => Siamese("sbert-nli", "SBERT-NLI", Pooling.Mean, OnNli(new SoftmaxClassification(), Nli));

    /// <summary>Section 4.2: regression on the cosine.</summary>
    public SystemSpec SbertSts => Siamese("sbert-sts", "SBERT-STSb", Pooling.Mean, OnSts(new CosineRegression()));

    public SystemSpec SbertNliSts => Siamese("sbert-nli-sts", "SBERT-NLI-STSb", Pooling.Mean, OnNli(new SoftmaxClassification(), Nli), OnSts(new CosineRegression()));

    /// <summary>Beyond the paper: what one would train today.</summary>
    public SystemSpec SbertRanking => Siamese("sbert-ranking", "SBERT, in-batch negatives on NLI entailments", Pooling.Mean, OnNli(new MultipleNegativesRanking(), ((NliTraining)Nli) with { Entailments = true }));

    /// <summary>Section 4.2: "BERT systems".</summary>
    public SystemSpec CrossEncoderSts => Cross("cross-encoder-sts", "Cross-encoder, STSb", CrossOnSts());

    public SystemSpec CrossEncoderNliSts => Cross("cross-encoder-nli-sts", "Cross-encoder, NLI then STSb", CrossOnNli(), CrossOnSts());

    /// <summary>Table 6, upper half: pooling. The rows of MEAN and (u, v, |u-v|) are the same network.</summary>
    public SystemSpec PoolingOnNli(Pooling pooling) => Siamese($"pooling-{pooling.ToString().ToLowerInvariant()}-nli", $"{pooling.ToString().ToUpperInvariant()}, NLI", pooling, OnNli(new SoftmaxClassification(), AblationNli));

    public SystemSpec PoolingOnSts(Pooling pooling) => Siamese($"pooling-{pooling.ToString().ToLowerInvariant()}-sts", $"{pooling.ToString().ToUpperInvariant()}, STSb", pooling, OnSts(new CosineRegression()));

    /// <summary>Table 6, lower half: what the classifier sees.</summary>
    public SystemSpec ConcatenationOnNli(Concatenation concatenation) => concatenation == Concatenation.BothAndDifference
        ? PoolingOnNli(Pooling.Mean)
        : Siamese($"concatenation-{Slug(concatenation)}-nli", $"{concatenation.Text()}, NLI", Pooling.Mean, OnNli(new SoftmaxClassification(concatenation), AblationNli));

    public IReadOnlyList<SystemSpec> All =>
    [
        SbertNli, SbertSts, SbertNliSts, SbertRanking, CrossEncoderSts, CrossEncoderNliSts,
        .. Poolings.SelectMany(pooling => new[] { PoolingOnNli(pooling), PoolingOnSts(pooling) }),
        .. Concatenations.Table6.Where(concatenation => concatenation != Concatenation.BothAndDifference).Select(ConcatenationOnNli),
    ];

    // "(u, v, u*v)" as a part of an id: u-v-product.
    private static string Slug(Concatenation concatenation) => concatenation.Text().Trim('(', ')').Replace("|u-v|", "difference", StringComparison.Ordinal).Replace("u*v", "product", StringComparison.Ordinal)
        .Replace(", ", "-", StringComparison.Ordinal);

    private TrainingStage OnNli(IObjective objective, TrainingData data) => OfSiamese(Stage(objective, data, DevelopmentSet));

    private TrainingStage OnSts(IObjective objective) => OfSiamese(Stage(objective, Sts, DevelopmentSet) with { Epochs = StsEpochs });

    // Three classes are no similarity: nothing to choose a checkpoint by, and one epoch needs no choice.
    private TrainingStage CrossOnNli() => OfCrossEncoder(Stage(new PairClassification(), Nli, developmentSet: null));

    private TrainingStage CrossOnSts() => OfCrossEncoder(Stage(new PairRegression(), Sts, DevelopmentSet) with { Epochs = StsEpochs });

    private TrainingStage Stage(IObjective objective, TrainingData data, string? developmentSet) => new(objective, data, developmentSet) { Precision = Precision };

    private SystemSpec Siamese(string id, string name, Pooling pooling, params TrainingStage[] stages) => System(id, name, new TrainedRecipe(stages, pooling));

    private SystemSpec Cross(string id, string name, params TrainingStage[] stages) => System(id, name, new TrainedRecipe(stages, null));

    private SystemSpec System(string id, string name, TrainedRecipe recipe) => new(
        $"{id}-{Suffix}", $"{name} ({Label})", recipe,
        [.. Start, .. recipe.Stages.SelectMany(stage => stage.Artifacts).Distinct()], [Scale])
    {
        NotJudged = NotJudged,
        Note = "trained here",
    };
}
