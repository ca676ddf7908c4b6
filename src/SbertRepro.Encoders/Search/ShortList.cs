using System.Runtime.Intrinsics;

namespace SbertRepro.Encoders.Search;

/// <summary>The highest scores seen so far with their indices, best first; among equals the one seen first stays ahead.</summary>
internal sealed class ShortList(int size)
{
    private readonly float[] scores = new float[size];
    private readonly int[] ids = new int[size];
    private int count;

    public ReadOnlySpan<int> Ids => ids.AsSpan(0, count);

    /// <summary>True once every further score has to beat the last one of the list.</summary>
    public bool Full => count == size;

    /// <summary>The score that does not enter any more; minus infinity until the list is full.</summary>
    public float Threshold => Full ? scores[^1] : float.NegativeInfinity;

    public void Add(float score, int id)
    {
        if (Full && !(score > scores[^1])) return;
        var (place, end) = (0, count);
        while (place < end)
        {
            var middle = (place + end) / 2;
            (place, end) = score > scores[middle] ? (place, middle) : (middle + 1, end);
        }

        if (!Full) count++;
        scores.AsSpan(place, count - 1 - place).CopyTo(scores.AsSpan(place + 1));
        ids.AsSpan(place, count - 1 - place).CopyTo(ids.AsSpan(place + 1));
        (scores[place], ids[place]) = (score, id);
    }

    /// <summary>Adds the scores of consecutive indices. Once the list is full nearly all fail its threshold, sixteen at a comparison.</summary>
    public void AddRange(ReadOnlySpan<float> values, int firstId)
    {
        var i = 0;
        for (; i < values.Length && !Full; i++) Add(values[i], firstId + i);
        for (; i + Vector512<float>.Count <= values.Length; i += Vector512<float>.Count)
        {
            if (!Vector512.GreaterThanAny(Vector512.Create(values.Slice(i, Vector512<float>.Count)), Vector512.Create(Threshold))) continue;
            for (var j = i; j < i + Vector512<float>.Count; j++) Add(values[j], firstId + j);
        }

        for (; i < values.Length; i++) Add(values[i], firstId + i);
    }

    public void AddAll(ShortList other)
    {
        for (var i = 0; i < other.count; i++) Add(other.scores[i], other.ids[i]);
    }
}
