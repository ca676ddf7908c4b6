using SbertRepro.Evaluation;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// The work folder of a fine-tuning run: checkpoint, best weights, history. Every file is replaced by a rename. History and best weights are written before the
/// checkpoint, and what they know of later steps is dropped or written again with the same bytes when a killed run resumes.
/// </summary>
/// <param name="folder">Exists.</param>
/// <param name="identity">Of the run.</param>
internal sealed class TrainingFiles(string folder, string identity)
{
    private const string RunKey = "run";

    private readonly string checkpoint = Path.Combine(folder, "checkpoint.safetensors");
    private readonly string best = Path.Combine(folder, "best.safetensors");

    /// <summary>Puts the optimiser where the checkpoint stands and returns the history up to there; an empty one at the start of a run.</summary>
    public TrainingHistory Resume(AdamW optimiser)
    {
        if (!File.Exists(checkpoint)) return new TrainingHistory();
        TrainingCheckpoint.Load(checkpoint, optimiser, identity);
        return TrainingHistory.Load(folder, optimiser.Steps);
    }

    public void Save(AdamW optimiser, TrainingHistory history)
    {
        history.Save(folder);
        TrainingCheckpoint.Save(checkpoint, optimiser, identity);
    }

    public void SaveBest(AdamW optimiser) => SafetensorsWriter.Write(
        best, [new SafetensorsTensor("weights", SafetensorsType.F32, optimiser.Weights.shape, () => Values(optimiser.Weights))], new Dictionary<string, string> { [RunKey] = identity });

    public float[] BestWeights()
    {
        using var file = Safetensors.Open(best);
        return file.Metadata.GetValueOrDefault(RunKey) == identity
            ? file.ReadFloats("weights")
            : throw new ActionableException("the best weights are of another run", best, identity, "delete the folder to start over");
    }

    private static float[] Values(Tensor flat)
    {
        using var here = flat.cpu();
        return here.data<float>().ToArray();
    }
}
