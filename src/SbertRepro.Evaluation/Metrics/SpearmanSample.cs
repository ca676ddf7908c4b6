namespace SbertRepro.Evaluation.Metrics;

/// <summary>
/// Two paired series, sorted once, so that Spearman's rho of any resample costs one pass: a bootstrap resample is how often each item was drawn,
/// and average ranks with multiplicities follow from running totals along the two fixed orders.
/// </summary>
internal sealed class SpearmanSample
{
    private readonly SortedSide x;
    private readonly SortedSide y;

    public SpearmanSample(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} values against {y.Length}", nameof(y));
        (this.x, this.y) = (new SortedSide(x), new SortedSide(y));
    }

    public int Count => x.Order.Length;

    /// <summary>rho of the sample in which item i occurs <c>counts[i]</c> times; NaN where a side is constant.</summary>
    /// <param name="counts">Multiplicities.</param>
    /// <param name="ranks">Scratch of 2 n values, so that ten thousand resamples allocate nothing.</param>
    public double Rho(ReadOnlySpan<int> counts, Span<double> ranks)
    {
        var ranksX = ranks[..Count];
        var ranksY = ranks.Slice(Count, Count);
        var total = x.Rank(counts, ranksX);
        y.Rank(counts, ranksY);
        var mean = (total + 1) / 2.0; // of both sides, ties or not
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            var (dx, dy) = (ranksX[i] - mean, ranksY[i] - mean);
            xx += counts[i] * dx * dx;
            yy += counts[i] * dy * dy;
            xy += counts[i] * dx * dy;
        }

        return xx == 0 || yy == 0 ? double.NaN : Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1);
    }

    /// <summary>Items in ascending order, and where each run of tied values ends.</summary>
    private sealed class SortedSide
    {
        private readonly int[] runEnds;

        public SortedSide(ReadOnlySpan<double> values)
        {
            var ranks = Ranks.Average(values);
            Order = new int[values.Length];
            for (var i = 0; i < Order.Length; i++) Order[i] = i;
            var keys = (double[])ranks.Clone();
            Array.Sort(keys, Order);
            runEnds = [.. Enumerable.Range(1, values.Length).Where(end => end == keys.Length || keys[end] != keys[end - 1])];
        }

        public int[] Order { get; }

        /// <summary>Writes the average rank of each item; returns the size of the resample.</summary>
        public int Rank(ReadOnlySpan<int> counts, Span<double> ranks)
        {
            var (before, start) = (0, 0);
            foreach (var end in runEnds)
            {
                var size = 0;
                for (var i = start; i < end; i++) size += counts[Order[i]];
                var shared = before + (size + 1) / 2.0;
                for (var i = start; i < end; i++) ranks[Order[i]] = shared;
                (before, start) = (before + size, end);
            }

            return before;
        }
    }
}
