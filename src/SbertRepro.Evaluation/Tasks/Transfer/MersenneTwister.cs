namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>
/// MT19937 (Matsumoto and Nishimura 1998), seeded and consumed as numpy's RandomState and torch's CPU generator do, so that folds, batches and initial weights
/// are those of the original toolkit, number by number.
/// </summary>
public sealed class MersenneTwister
{
    private const int Words = 624;
    private const int Middle = 397;

    private readonly uint[] state = new uint[Words];
    private int next = Words;

    public MersenneTwister(uint seed)
    {
        state[0] = seed;
        for (var i = 1; i < Words; i++) state[i] = (1812433253u * (state[i - 1] ^ (state[i - 1] >> 30))) + (uint)i;
    }

    /// <summary>Uniform over all 32-bit values.</summary>
    public uint Next()
    {
        if (next == Words) Refill();
        var y = state[next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680u;
        y ^= (y << 15) & 0xEFC60000u;
        return y ^ (y >> 18);
    }

    /// <summary>Uniform in [-bound, bound), as torch's CPU <c>uniform_</c> draws a float32: the low 24 bits of one output.</summary>
    public float NextUniform(float bound) => MathF.FusedMultiplyAdd((Next() & 0xFFFFFF) * (1f / (1 << 24)), bound - -bound, -bound);

    /// <summary>Shuffles in place, as <c>numpy.random.RandomState.shuffle</c> does: from the end, each partner drawn by masked rejection.</summary>
    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)UpTo((uint)i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>0 ... count - 1 in random order: <c>numpy.random.permutation(count)</c>.</summary>
    public int[] Permutation(int count)
    {
        int[] items = [.. Enumerable.Range(0, count)];
        Shuffle(items);
        return items;
    }

    private uint UpTo(uint maximum)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(maximum);
        uint value;
        do value = Next() & mask;
        while (value > maximum);
        return value;
    }

    private void Refill()
    {
        for (var i = 0; i < Words; i++)
        {
            var y = (state[i] & 0x80000000u) | (state[(i + 1) % Words] & 0x7FFFFFFFu);
            state[i] = state[(i + Middle) % Words] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DFu);
        }
        next = 0;
    }
}
