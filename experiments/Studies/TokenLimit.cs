using SbertRepro.Encoders;
using SbertRepro.Encoders.Training;
using SbertRepro.Experiments.Training;

namespace SbertRepro.Experiments.Studies;

/// <summary>How much of a text a BERT reads.</summary>
internal static class TokenLimit
{
    /// <summary>Tokens, [CLS] and [SEP] included: the positions that the model has; one that was trained here keeps the length it was trained with.</summary>
    /// <param name="system">With a config.json among its files.</param>
    /// <param name="resolve">Artifact id to path.</param>
    public static int Of(SystemSpec system, Func<string, string> resolve)
    {
        var config = system.Artifacts.First(id => id.EndsWith("/config.json", StringComparison.Ordinal) && !id.Contains("Pooling", StringComparison.Ordinal));
        var positions = BertConfig.Load(resolve(config)).MaxPositions;
        return system.Recipe is TrainedRecipe { Pooling: not null } ? Math.Min(positions, new FineTuningOptions().MaxTokens) : positions;
    }
}
