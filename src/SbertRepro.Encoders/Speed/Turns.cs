using System.Diagnostics;

namespace SbertRepro.Encoders.Speed;

/// <summary>How long contestants take turns.</summary>
/// <param name="Fewest">Passes over all sentences that every contestant does, however long they take.</param>
/// <param name="Most">Passes that are enough.</param>
/// <param name="Seconds">No pass begins that would likely end later than that.</param>
public sealed record TurnOptions(int Fewest, int Most, double Seconds = double.PositiveInfinity);

/// <summary>Configurations take turns batch by batch in one process, so that all see the same weather of a shared machine.</summary>
public static class Turns
{
    /// <summary>sentence-transformers' default batch size in 2019.</summary>
    public const int NaiveBatch = 32;

    /// <summary>Below this cosine to float32 a row of a lower precision is void (design, section 4).</summary>
    public const double RequiredCosine = 0.9995;

    /// <summary>Float32 against float32: padding and order of sums differ.</summary>
    public const double RequiredEquality = 0.99999;

    private const int WarmUpBatches = 2;

    /// <summary>Pairs per pass: enough for an interval, long enough that one batch more or less does not matter.</summary>
    private const int MostSegments = 12;

    /// <summary>Whoever has done the smallest part of its tokens goes next.</summary>
    /// <param name="contestants">Share their sentences, not their batches.</param>
    /// <param name="options">When it is enough.</param>
    /// <param name="report">Gets the pass, from 1, and the share of it that is done.</param>
    /// <param name="cancellation">Checked before each batch.</param>
    /// <returns>Passes done.</returns>
    public static int Take(IReadOnlyList<Contestant> contestants, TurnOptions options, Action<int, double>? report = null, CancellationToken cancellation = default)
    {
        var segments = Math.Clamp(contestants.Min(contestant => contestant.Batches) / 2, 1, MostSegments);
        var (clock, pass) = (Stopwatch.StartNew(), 0);
        do
        {
            foreach (var contestant in contestants) contestant.Begin(pass, segments, pass == 0 ? WarmUpBatches : 0);
            if (pass == 0) clock.Restart();
            while (contestants.Where(contestant => !contestant.Finished).MinBy(contestant => contestant.Fraction) is { } next)
            {
                cancellation.ThrowIfCancellationRequested();
                next.RunBatch();
                report?.Invoke(pass + 1, contestants.Min(contestant => contestant.Fraction));
            }

            pass++;
        }
        while (pass < options.Fewest || (pass < options.Most && clock.Elapsed.TotalSeconds * (pass + 1) / pass <= options.Seconds));
        return pass;
    }
}
