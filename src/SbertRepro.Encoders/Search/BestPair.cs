using SbertRepro.Encoders.Native;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Search;

/// <summary>
/// The most similar pair among N vectors (paper section 1), exactly: the pair with the highest <see cref="Similarity.Cosine"/>, the lowest indices among equals.
/// Blocks of the upper triangle are matrix products on unit vectors, in float32 or bfloat16; only pairs whose score is within the rounding error of the best one are
/// computed again in float64. So precision, device and block size decide the time and never the answer.
/// </summary>
public static class BestPair
{
    /// <summary>
    /// Rows and columns of a block. On a CPU the scores (8 MB) stay in the last-level cache until their maximum is taken, which then costs about 1 % of the product
    /// (measured: 1024 x 2048 x 768, product 35 ms, maximum 0.1 ms on two cores); an accelerator wants fewer and larger products.
    /// </summary>
    internal readonly record struct Blocks(int Rows, int Columns)
    {
        public static Blocks For(Device device) => device.type == DeviceType.CPU ? new(1024, 2048) : new(4096, 4096);
    }

    /// <summary>Floating point operations that the search cannot do without: a product of length D per pair, a multiply-add counting two.</summary>
    public static double Operations(int count, int dimension) => 2.0 * dimension * MostSimilarPair.PairsAmong(count);

    /// <summary>Memory beyond the vectors: their unit copy (4 N D bytes; 6 with bfloat16) and one block of scores.</summary>
    /// <param name="vectors">N x D, N at least 2. A zero vector has cosine 0 with every other.</param>
    /// <param name="compute">Device and precision of the matrix products.</param>
    /// <param name="cancellation">Checked once per block.</param>
    /// <exception cref="ActionableException">Fewer than two vectors, or a value that is not finite.</exception>
    public static MostSimilarPair Find(SentenceVectors vectors, ComputeOptions? compute = null, CancellationToken cancellation = default)
    {
        compute ??= new();
        return Find(vectors, compute, Blocks.For(compute.Device), cancellation);
    }

    internal static MostSimilarPair Find(SentenceVectors vectors, ComputeOptions compute, Blocks blocks, CancellationToken cancellation = default)
    {
        LibTorch.Load();
        if (vectors.Count < 2) throw new ActionableException($"{vectors.Count} vectors", "the search for the most similar pair", "2 or more");
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        var search = new Search(vectors, UnitRows.Of(vectors, compute.Device), compute.ScalarType);
        for (var row = 0; row < vectors.Count; row += blocks.Rows)
        {
            for (var column = row; column < vectors.Count; column += blocks.Columns)
            {
                cancellation.ThrowIfCancellationRequested();
                search.Block(row, Math.Min(row + blocks.Rows, vectors.Count), column, Math.Min(column + blocks.Columns, vectors.Count));
            }
        }

        return search.Best;
    }

    private sealed class Search(SentenceVectors vectors, Tensor unit, ScalarType type)
    {
        private readonly Tensor screen = unit.to(type);
        private readonly double error = Rounding.Product(type, vectors.Dimension);
        private readonly double errorOfSingle = Rounding.Product(ScalarType.Float32, vectors.Dimension);

        public MostSimilarPair Best { get; private set; } = MostSimilarPair.None;

        /// <summary>Pairs (i, j), i below j, of rows i and columns j.</summary>
        public void Block(int row, int rowEnd, int column, int columnEnd)
        {
            using var scope = NewDisposeScope();
            var rows = arange(row, rowEnd, device: unit.device);
            var columns = arange(column, columnEnd, device: unit.device);
            var onDiagonal = column < rowEnd;
            var scores = Scores(screen[row..rowEnd], rows, screen[column..columnEnd], columns, onDiagonal); // (R, C)
            if (!CanBeat(scores, error, out var least)) return;

            rows = rows[scores.amax([1]) >= least];                                                          // (r)
            var close = type == ScalarType.Float32
                ? scores[rows - row]
                : Scores(unit[rows], rows, unit[column..columnEnd], columns, onDiagonal);                    // (r, C)
            if (CanBeat(close, errorOfSingle, out least)) Decide((close >= least).nonzero(), rows, column);
        }

        // The true best scores at least what it has scored so far and, within the block, at least the highest score; each score is off by the error at most.
        private bool CanBeat(Tensor scores, double error, out double least)
        {
            var highest = (double)scores.max().to(ScalarType.Float32).item<float>();
            least = Math.Max(Best.Similarity - error, highest - (2 * error));
            return highest > double.NegativeInfinity && highest >= least;
        }

        /// <summary>Cosines of rows and columns; minus infinity on and below the diagonal.</summary>
        private static Tensor Scores(Tensor left, Tensor rows, Tensor right, Tensor columns, bool onDiagonal)
        {
            var scores = left.mm(right.t());
            return onDiagonal ? scores.masked_fill_(columns.unsqueeze(0) <= rows.unsqueeze(1), float.NegativeInfinity) : scores;
        }

        /// <param name="pairs">(P, 2): positions in <paramref name="rows"/> and in the columns of the block.</param>
        /// <param name="rows">Indices of vectors.</param>
        /// <param name="column">First column of the block.</param>
        private void Decide(Tensor pairs, Tensor rows, int column)
        {
            var first = rows[pairs.select(1, 0)].cpu().data<long>();
            var second = pairs.select(1, 1).contiguous().cpu().data<long>();
            foreach (var (i, offset) in first.Zip(second))
            {
                var (a, b) = ((int)i, column + (int)offset);
                Best = Best.Or(new MostSimilarPair(a, b, Similarity.Cosine(vectors[a], vectors[b])));
            }
        }
    }
}
