using System.Globalization;
using System.Text.Json;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Training.Objectives;

namespace SbertRepro.Experiments.Training;

/// <summary>One run of the fine-tuning loop; the next stage starts from its weights.</summary>
/// <param name="Objective">What is minimised.</param>
/// <param name="Data">On what.</param>
/// <param name="DevelopmentSet">The similarity set on which the checkpoint is chosen, never a test set; null keeps the last weights.</param>
public sealed record TrainingStage(IObjective Objective, TrainingData Data, string? DevelopmentSet)
{
    /// <summary>Paper section 3.1: 1 on NLI; section 4.2: 4 on STS-B.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Paper section 3.1, for BERT-base; smaller models need larger ones, chosen on development data (reports/LOG.md).</summary>
    public double LearningRate { get; init; } = 2e-5;

    /// <summary>Rows per step (paper section 3.1).</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Of activations and gradients; weights and moments are float32 always. Null is the faster one where it runs (<see cref="ProductPrecision"/>): the record says which.</summary>
    public Precision? Precision { get; init; } = Encoders.Precision.Float32;

    /// <summary>Of hidden states and attention weights; null takes what the model's config.json says, as the paper does.</summary>
    public double? Dropout { get; init; }

    /// <summary>Adam's. The paper goes without, as BERT's release does; a run of some hundred steps is then mostly steps that are too long.</summary>
    public bool BiasCorrection { get; init; }

    /// <summary>Ids of the files it reads besides the model.</summary>
    public IReadOnlyList<string> Artifacts => [.. Data.Artifacts, .. DevelopmentSet is { } set ? EvaluationTask.Find(set).Artifacts : []];

    /// <summary>For folders and reports: "nli", "sts".</summary>
    public string Name => Data.Name;

    /// <summary>Name and value of every setting that could change the weights.</summary>
    public IEnumerable<(string Name, string Value)> Settings =>
    [
        ("objective", $"{Objective.GetType().Name} {JsonSerializer.Serialize(Objective, Objective.GetType())}"), ("data", Data.Name), ("development set", DevelopmentSet ?? "none, last weights"),
        ("epochs", Epochs.ToString(CultureInfo.InvariantCulture)), ("learning rate", LearningRate.ToString("R", CultureInfo.InvariantCulture)),
        ("batch size", BatchSize.ToString(CultureInfo.InvariantCulture)), ("precision", Precision?.ToString() ?? "the faster one"),
        .. Dropout is { } dropout ? [("dropout", dropout.ToString("R", CultureInfo.InvariantCulture))] : NoSetting, // named only where they depart from the paper
        .. BiasCorrection ? [("bias correction", "yes")] : NoSetting,
    ];

    private static readonly (string, string)[] NoSetting = [];
}

/// <summary>A model that this program trains before it is measured.</summary>
/// <param name="Stages">In order.</param>
/// <param name="Pooling">Of the siamese network; null makes it a cross-encoder.</param>
public sealed record TrainedRecipe(IReadOnlyList<TrainingStage> Stages, Pooling? Pooling) : Recipe
{
    public override bool IsRandom => true;

    public override bool UsesTorch => true;

    public override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("kind", Pooling is null ? "trained cross-encoder" : "trained siamese network"), ("pooling", Pooling?.ToString() ?? "pooler"),
        .. Stages.SelectMany((stage, index) => stage.Settings.Select(setting => ($"stage {index + 1} {setting.Name}", setting.Value))),
    ];
}
