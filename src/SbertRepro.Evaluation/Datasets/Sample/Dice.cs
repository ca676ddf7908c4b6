using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Evaluation.Datasets.Sample;

/// <summary>Reproducible choices.</summary>
internal sealed class Dice(ulong seed)
{
    private SplitMix64 _random = new(seed);

    public int Below(int bound) => _random.Below(bound);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Below(items.Count)];

    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
