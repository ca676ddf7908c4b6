namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>The random choices of one training, in the order in which the toolkit makes them.</summary>
/// <param name="Train">Items to train on.</param>
/// <param name="Dev">Items to watch.</param>
/// <param name="Random">Yields the permutation of each pass.</param>
public sealed record TrainingSplit(int[] Train, int[] Dev, MersenneTwister Random)
{
    /// <summary>The job's own split, or for a final fit the first items of a permutation held out.</summary>
    public static TrainingSplit Of(TrainingJob job, AdamOptions options)
    {
        var random = new MersenneTwister(options.Seed);
        if (job.Dev is { } dev) return new(job.Train, dev, random);
        int[] shuffled = [.. random.Permutation(job.Train.Length).Select(index => job.Train[index])];
        var held = (int)(options.HeldOut * shuffled.Length);
        return held > 0
            ? new(shuffled[held..], shuffled[..held], random)
            : throw new ActionableException($"{shuffled.Length} items to train on", expected: $"enough that {options.HeldOut:P0} of them are at least one");
    }

    /// <summary>(C, D + 1) weights and bias in front of training: uniform within 1 / sqrt(D), drawn as torch's Linear draws them, weights first.</summary>
    public static float[] InitialWeights(int classes, int dimension, uint seed)
    {
        var random = new MersenneTwister(seed);
        var bound = (float)(1 / Math.Sqrt(dimension));
        var weights = new float[classes * (dimension + 1)];
        for (var c = 0; c < classes; c++)
            for (var d = 0; d < dimension; d++)
                weights[(c * (dimension + 1)) + d] = random.NextUniform(bound);
        for (var c = 0; c < classes; c++) weights[(c * (dimension + 1)) + dimension] = random.NextUniform(bound);
        return weights;
    }
}
