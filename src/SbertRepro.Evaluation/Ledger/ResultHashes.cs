using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SbertRepro.Evaluation.Ledger;

/// <summary>SHA-256 of a result file and of each cell in it.</summary>
/// <param name="File">Of the whole file.</param>
/// <param name="Cells">By dataset: of the bytes of the cell's object as they stand in the file, so that a cell added beside it changes nothing.</param>
public sealed record ResultHashes(string File, IReadOnlyDictionary<string, string> Cells)
{
    /// <param name="utf8">A result file that was read as one before.</param>
    public static ResultHashes Of(byte[] utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var cells = document.RootElement.GetProperty("cells").EnumerateArray()
            .ToDictionary(cell => cell.GetProperty("dataset").GetString()!, cell => Hash(Encoding.UTF8.GetBytes(cell.GetRawText())), StringComparer.Ordinal);
        return new(Hash(utf8), cells);
    }

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
