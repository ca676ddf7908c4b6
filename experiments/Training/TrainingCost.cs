using SbertRepro.Encoders;

namespace SbertRepro.Experiments.Training;

/// <summary>What a stage of training will cost, from the number of its rows and their mean length: known before anything is downloaded. Evaluations on the development set are not counted.</summary>
/// <param name="Model">The system; where it has several stages, with the stage.</param>
/// <param name="Steps">Of the optimiser.</param>
/// <param name="Rows">Trained on, repetitions included.</param>
/// <param name="Operations">Floating point operations of forward and backward passes, padding not counted.</param>
public sealed record TrainingCost(string Model, long Steps, long Rows, double Operations)
{
    // A product of the forward pass has two in the backward pass: the gradients of its weights and of its input.
    private const int ForwardAndBackward = 3;

    /// <summary>The stages of some systems, one that several share only once.</summary>
    /// <param name="systems">Trained ones, each with a seed; others cost nothing.</param>
    public static IReadOnlyList<TrainingCost> Of(IEnumerable<(SystemSpec System, int Seed)> systems) =>
    [
        .. systems.SelectMany(asked => StagesOf(asked.System).Select(stage => (asked.Seed, stage.History, stage.Cost))).DistinctBy(stage => (stage.Seed, stage.History)).Select(stage => stage.Cost),
    ];

    private static IEnumerable<(string History, TrainingCost Cost)> StagesOf(SystemSpec system)
    {
        if (system.Recipe is not TrainedRecipe recipe) yield break;
        var shape = TrainedSystems.Families.First(family => family.All.Contains(system)).Shape;
        var history = $"{recipe.Pooling}";
        foreach (var stage in recipe.Stages)
        {
            history += $"; {string.Join(", ", stage.Settings)}"; // the same beginning gives the same weights
            var model = recipe.Stages.Count == 1 ? system.Id : $"{system.Id}, {stage.Name}";
            yield return (history, Of(model, stage, shape, readsPairs: recipe.Pooling is null));
        }
    }

    private static TrainingCost Of(string model, TrainingStage stage, BertConfig shape, bool readsPairs)
    {
        var rows = (long)stage.Epochs * stage.Data.Rows;
        var steps = (long)stage.Epochs * ((stage.Data.Rows + stage.BatchSize - 1) / stage.BatchSize);
        // A pair that is read at once has one [CLS] for two sentences.
        var row = readsPairs ? BertArithmetic.Operations(shape, (int)Math.Round(stage.Data.TokensPerRow - 1)) : 2 * BertArithmetic.Operations(shape, (int)Math.Round(stage.Data.TokensPerRow / 2));
        return new TrainingCost(model, steps, rows, ForwardAndBackward * rows * row);
    }
}
