using System.Buffers.Binary;
using System.Text.Json;
using SbertRepro.Evaluation.Metrics;

namespace SbertRepro.Reporting;

/// <summary>How one run ranks the pairs of a set by predicted similarity, packed for the page: twice the average rank as 16 bits, little-endian, in base64.</summary>
public sealed record PairRanks(string Table, string Scale, string Machine, string System, string Dataset, string Packed)
{
    /// <summary>Ranks <paramref name="predictions"/>, which stand in the order of the set; at most 32,767 of them.</summary>
    public static PairRanks Of(string table, string scale, string machine, string system, string dataset, float[] predictions)
    {
        var ranks = Ranks.Average(Array.ConvertAll(predictions, value => (double)value));
        var bytes = new byte[2 * ranks.Length];
        // Tied pairs share a mean rank, which may end in a half.
        for (var item = 0; item < ranks.Length; item++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * item), checked((ushort)(2 * ranks[item])));
        return new(table, scale, machine, system, dataset, Convert.ToBase64String(bytes));
    }

    /// <summary>Names the run, as the rows of the page's tables do.</summary>
    internal string Key => RowKey(Table, Scale, Machine, System);

    /// <summary>As the page's script reads them: packed ranks by run and dataset.</summary>
    internal static string Json(IReadOnlyList<PairRanks> ranks) =>
        JsonSerializer.Serialize(ranks.GroupBy(run => run.Key).ToDictionary(run => run.Key, run => run.ToDictionary(set => set.Dataset, set => set.Packed)));

    internal static string RowKey(string table, string scale, string machine, string system) => $"{table}|{scale}|{machine}|{system}";
}
