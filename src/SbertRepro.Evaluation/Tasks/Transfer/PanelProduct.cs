using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SbertRepro.Evaluation.Tasks.Transfer;

/// <summary>
/// The one matrix product of logistic regression with few columns: tall times narrow, float32. Each value of A is broadcast against a vector of columns of B, eight rows at
/// a time, which keeps eight independent sums in registers. With A's strides exchanged the same code multiplies by its transpose.
/// </summary>
internal static class PanelProduct
{
    /// <summary>Rows must be a multiple of this.</summary>
    public const int RowTile = 8;

    /// <summary>Columns must be a multiple of this.</summary>
    public static int ColumnTile => Vector<float>.Count;

    public static int PaddedRows(int rows) => (rows + RowTile - 1) / RowTile * RowTile;

    public static int PaddedColumns(int columns) => (columns + ColumnTile - 1) / ColumnTile * ColumnTile;

    /// <summary>result[i, r] = sum over k of a[i * rowStride + k * depthStride] * b[k, r].</summary>
    /// <param name="a">Holds A.</param>
    /// <param name="rowStride">Distance between rows of A.</param>
    /// <param name="depthStride">Distance between neighbours in a row of A.</param>
    /// <param name="b">(depth, columns), dense.</param>
    /// <param name="result">(rows, columns), dense, overwritten.</param>
    /// <param name="rows">Rows of A, a multiple of <see cref="RowTile"/>.</param>
    /// <param name="depth">Columns of A.</param>
    /// <param name="columns">Columns of B, a multiple of <see cref="ColumnTile"/>.</param>
    public static void Multiply(ReadOnlySpan<float> a, int rowStride, int depthStride, ReadOnlySpan<float> b, Span<float> result, int rows, int depth, int columns)
    {
        // The inner loop does not check bounds: they are checked here, once.
        _ = a[((rows - 1) * rowStride) + ((depth - 1) * depthStride)];
        _ = b[(depth * columns) - 1];
        _ = result[(rows * columns) - 1];
        if (rows % RowTile != 0 || columns % ColumnTile != 0) throw new ArgumentException($"{rows} rows and {columns} columns", nameof(rows));
        for (var column = 0; column < columns; column += ColumnTile)
            for (var row = 0; row < rows; row += RowTile)
                Tile(ref Unsafe.Add(ref MemoryMarshal.GetReference(a), row * rowStride), rowStride, depthStride, ref Unsafe.Add(ref MemoryMarshal.GetReference(b), column),
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(result), (row * columns) + column), depth, columns);
    }

    private static void Tile(ref float a, nint rowStride, nint depthStride, ref float b, ref float result, int depth, nint columns)
    {
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        ref var a4 = ref Unsafe.Add(ref a, 4 * rowStride);
        var (row2, row3) = (2 * rowStride, 3 * rowStride);
        for (var k = 0; k < depth; k++)
        {
            var value = Vector.LoadUnsafe(ref b);
            s0 = Vector.FusedMultiplyAdd(new Vector<float>(a), value, s0);
            s1 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref a, rowStride)), value, s1);
            s2 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref a, row2)), value, s2);
            s3 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref a, row3)), value, s3);
            s4 = Vector.FusedMultiplyAdd(new Vector<float>(a4), value, s4);
            s5 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref a4, rowStride)), value, s5);
            s6 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref a4, row2)), value, s6);
            s7 = Vector.FusedMultiplyAdd(new Vector<float>(Unsafe.Add(ref a4, row3)), value, s7);
            a = ref Unsafe.Add(ref a, depthStride);
            a4 = ref Unsafe.Add(ref a4, depthStride);
            b = ref Unsafe.Add(ref b, columns);
        }
        s0.StoreUnsafe(ref result);
        s1.StoreUnsafe(ref Unsafe.Add(ref result, columns));
        s2.StoreUnsafe(ref Unsafe.Add(ref result, 2 * columns));
        s3.StoreUnsafe(ref Unsafe.Add(ref result, 3 * columns));
        s4.StoreUnsafe(ref Unsafe.Add(ref result, 4 * columns));
        s5.StoreUnsafe(ref Unsafe.Add(ref result, 5 * columns));
        s6.StoreUnsafe(ref Unsafe.Add(ref result, 6 * columns));
        s7.StoreUnsafe(ref Unsafe.Add(ref result, 7 * columns));
    }
}
