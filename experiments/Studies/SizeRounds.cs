using System.Diagnostics;

namespace SbertRepro.Experiments.Studies;

/// <summary>Runs a piece of work at several sizes, round by round, so that a machine that changes its speed does so for all sizes.</summary>
public static class SizeRounds
{
    private const int Most = 7; // of three processes: more than the twenty samples that a median wants
    private const double SecondsEnough = 20;

    /// <summary>Each size at least once, and up to seven times while its runs have taken less than 20 seconds; the first size once more in front, untimed.</summary>
    /// <param name="sizes">Rising.</param>
    /// <param name="work">Runs once at a size.</param>
    /// <param name="cancellation">Checked between runs.</param>
    /// <returns>Seconds of each run, by size.</returns>
    public static IReadOnlyDictionary<int, List<double>> Measure(IReadOnlyList<int> sizes, Action<int> work, CancellationToken cancellation)
    {
        var seconds = sizes.ToDictionary(size => size, _ => new List<double>());
        work(sizes[0]);
        for (var round = 0; round < Most; round++)
        {
            foreach (var size in sizes.Where(size => round == 0 || seconds[size].Sum() < SecondsEnough))
            {
                cancellation.ThrowIfCancellationRequested();
                var start = Stopwatch.GetTimestamp();
                work(size);
                seconds[size].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        return seconds;
    }
}
