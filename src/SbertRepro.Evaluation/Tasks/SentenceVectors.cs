namespace SbertRepro.Evaluation.Tasks;

/// <summary>Sentence embeddings: <see cref="Count"/> rows of <see cref="Dimension"/> float32 values, row-major; row i belongs to sentence i.</summary>
public sealed class SentenceVectors
{
    public SentenceVectors(int count, int dimension)
        : this(count, dimension, new float[checked((long)count * dimension)])
    {
    }

    public SentenceVectors(int count, int dimension, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        if (values.LongLength != (long)count * dimension)
            throw new ArgumentException($"{values.LongLength} values for {count} x {dimension}", nameof(values));
        (Count, Dimension, Values) = (count, dimension, values);
    }

    public int Count { get; }

    public int Dimension { get; }

    /// <summary>All rows one after another, Count x Dimension.</summary>
    public float[] Values { get; }

    /// <summary>The vector of sentence <paramref name="index"/>, a writable view.</summary>
    public Span<float> this[int index] => Values.AsSpan(checked(index * Dimension), Dimension);
}
