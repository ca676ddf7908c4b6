using System.Diagnostics;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Evaluation.Cost;

/// <summary>How the cost of all pairs is estimated from a few.</summary>
public sealed record PairSampling
{
    public int Strata { get; init; } = 8;

    /// <summary>Timed batches per stratum; the interval comes from their spread.</summary>
    public int BatchesPerStratum { get; init; } = 5;

    /// <summary>Pairs per batch: enough to fill the scorer's own batches.</summary>
    public int PairsPerBatch { get; init; } = 256;

    public ulong Seed { get; init; } = 1;
}

/// <summary>One timed batch of pairs.</summary>
public sealed record PairBatch(int Pairs, double Seconds);

/// <summary>A stratum with what its batches took, in the order in which they ran.</summary>
public sealed record StratumCost(LengthStratum Stratum, IReadOnlyList<PairBatch> Batches)
{
    /// <summary>Seconds for all pairs of the stratum at the rate of its batches.</summary>
    public double Seconds => Stratum.Pairs * Batches.Sum(batch => batch.Seconds) / Batches.Sum(batch => batch.Pairs);
}

/// <summary>What scoring all n(n-1)/2 pairs would take: measured on a sample that represents their lengths, extrapolated, never run as a whole.</summary>
public sealed record PairCost(IReadOnlyList<StratumCost> Strata)
{
    public const int Resamples = 10_000;

    public long Pairs => Strata.Sum(stratum => stratum.Stratum.Pairs);

    /// <summary>Extrapolated seconds.</summary>
    public double Seconds => Strata.Sum(stratum => stratum.Seconds);

    public double PairsPerSecond => Pairs / Seconds;

    /// <summary>Pairs that were really scored.</summary>
    public int MeasuredPairs => Strata.Sum(stratum => stratum.Batches.Sum(batch => batch.Pairs));

    public double MeasuredSeconds => Strata.Sum(stratum => stratum.Batches.Sum(batch => batch.Seconds));

    /// <summary>95 % interval of <see cref="Seconds"/>, batches resampled within their strata. It holds for the machine as it was during the sample.</summary>
    public Interval Interval(ulong seed = 1)
    {
        var draws = new double[Resamples];
        var random = new SplitMix64(seed);
        for (var i = 0; i < Resamples; i++)
        {
            foreach (var (stratum, batches) in Strata)
            {
                var (seconds, pairs) = (0.0, 0L);
                for (var draw = 0; draw < batches.Count; draw++)
                {
                    var batch = batches[random.Below(batches.Count)];
                    (seconds, pairs) = (seconds + batch.Seconds, pairs + batch.Pairs);
                }

                draws[i] += stratum.Pairs * seconds / pairs;
            }
        }

        Array.Sort(draws);
        return new Interval(Quantiles.Of(draws, 0.025), Quantiles.Of(draws, 0.975));
    }

    /// <summary>
    /// Times batches of every stratum in turn, round by round, so that a machine that slows down or speeds up does so for all strata. One untimed round goes first.
    /// Tokenisation is inside the clock, as it is when all pairs are scored.
    /// </summary>
    /// <param name="sentences">The n sentences.</param>
    /// <param name="lengths">Tokens of each, special tokens not counted.</param>
    /// <param name="scorer">Returns only when its scores are in memory, so an accelerator has finished.</param>
    /// <param name="sampling">How many batches of how many pairs.</param>
    /// <param name="progress">Batches done.</param>
    /// <param name="cancellation">Checked between batches.</param>
    public static PairCost Measure(
        IReadOnlyList<string> sentences, IReadOnlyList<int> lengths, IPairScorer scorer, PairSampling? sampling = null,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        sampling ??= new();
        if (sentences.Count != lengths.Count) throw new ArgumentException($"{lengths.Count} lengths for {sentences.Count} sentences", nameof(lengths));
        var all = new PairLengths(lengths);
        var strata = all.Strata(sampling.Strata);
        var batches = strata.Select(_ => new List<PairBatch>()).ToArray();
        var random = new SplitMix64(sampling.Seed);
        for (var round = -1; round < sampling.BatchesPerStratum; round++)
        {
            for (var stratum = 0; stratum < strata.Count; stratum++)
            {
                cancellation.ThrowIfCancellationRequested();
                SentencePair[] pairs = [.. all.Draw(strata[stratum], sampling.PairsPerBatch, ref random).Select(pair => new SentencePair(sentences[pair.First], sentences[pair.Second]))];
                var start = Stopwatch.GetTimestamp();
                scorer.Score(pairs, cancellation: cancellation);
                if (round < 0) continue; // warm-up
                batches[stratum].Add(new PairBatch(pairs.Length, Stopwatch.GetElapsedTime(start).TotalSeconds));
                progress?.Report(new WorkProgress(((long)round * strata.Count) + stratum + 1, (long)sampling.BatchesPerStratum * strata.Count));
            }
        }

        return new PairCost([.. strata.Zip(batches, (stratum, timed) => new StratumCost(stratum, timed))]);
    }
}
