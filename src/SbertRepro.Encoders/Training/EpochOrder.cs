using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Encoders.Training;

/// <summary>
/// The order in which a run passes over its items: every epoch sees all of them once, in a Fisher-Yates shuffle of its own. It follows from seed and epoch alone,
/// so a run that resumes knows its place without having kept it.
/// </summary>
internal sealed class EpochOrder(int count, ulong seed)
{
    private readonly Dictionary<long, int[]> orders = [];

    /// <summary>The item that is drawn as number <paramref name="drawn"/>, counted over all epochs.</summary>
    public int At(long drawn)
    {
        var (epoch, index) = Math.DivRem(drawn, count);
        return Of(epoch)[index];
    }

    /// <summary>All items in the order of an epoch, counted from 0.</summary>
    public int[] Of(long epoch)
    {
        if (orders.TryGetValue(epoch, out var known)) return known;
        orders.Remove(epoch - 2);
        var order = orders[epoch] = Enumerable.Range(0, count).ToArray();
        var random = Generator(seed, stream: ulong.MaxValue - (ulong)epoch);
        for (var at = order.Length - 1; at > 0; at--)
        {
            var other = random.Below(at + 1);
            (order[at], order[other]) = (order[other], order[at]);
        }

        return order;
    }

    /// <summary>A generator for one purpose or step of a seed.</summary>
    public static SplitMix64 Generator(ulong seed, ulong stream) => new(new SplitMix64(seed).Next() + stream);
}
