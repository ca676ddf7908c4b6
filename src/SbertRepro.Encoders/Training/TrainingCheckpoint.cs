using System.Globalization;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// Where a training run stands: weights, moments and the number of steps. All random numbers of a step are drawn from a generator seeded with (seed, step), and
/// its data follow from the step as well, so the step number is the state of both. Loading it gives the bits that an uninterrupted run would have.
/// </summary>
public static class TrainingCheckpoint
{
    private const string StepKey = "step";
    private const string RunKey = "run";

    /// <summary>Writes under a temporary name and renames, so that a run killed at any moment leaves a whole file.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <param name="optimiser">Its weights and moments are saved in float32.</param>
    /// <param name="run">Identifies the run; a checkpoint is only continued by the same.</param>
    public static void Save(string path, AdamW optimiser, string run)
    {
        SafetensorsTensor Flat(string name, TorchSharp.torch.Tensor values) => new(name, SafetensorsType.F32, values.shape, () => values.cpu().data<float>().ToArray());
        SafetensorsWriter.Write(
            path,
            [Flat("weights", optimiser.Weights), Flat("first_moment", optimiser.FirstMoment), Flat("second_moment", optimiser.SecondMoment)],
            new Dictionary<string, string> { [StepKey] = optimiser.Steps.ToString(CultureInfo.InvariantCulture), [RunKey] = run });
    }

    /// <summary>Puts the optimiser, and the model it trains, into the saved state.</summary>
    /// <exception cref="ActionableException">The file is of another run or another model.</exception>
    public static void Load(string path, AdamW optimiser, string run)
    {
        using var file = Safetensors.Open(path);
        if (!file.Metadata.TryGetValue(RunKey, out var found) || found != run)
            throw new ActionableException($"the checkpoint is of the run {found ?? "(unknown)"}", path, run, "use another folder, or delete the file to start over");
        if (!long.TryParse(file.Metadata.GetValueOrDefault(StepKey), NumberStyles.None, CultureInfo.InvariantCulture, out var steps))
            throw new ActionableException("the checkpoint does not say its step", path, "a file written by this program", "delete it to start over");
        if (file["weights"].Count != optimiser.Weights.numel())
            throw new ActionableException($"{file["weights"].Count} weights", path, $"{optimiser.Weights.numel()}", "use another folder, or delete the file to start over");
        optimiser.Restore(file.ReadFloats("weights"), file.ReadFloats("first_moment"), file.ReadFloats("second_moment"), steps);
    }
}
