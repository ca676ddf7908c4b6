using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Tests.Ledger;

/// <summary>Made-up statements whose spread is known, and keys in a folder of the test.</summary>
internal static class SampleStatements
{
    public static readonly DateTimeOffset Day = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly string Hash = new('a', 64);

    /// <summary>Scores of one system, by dataset; the interval reaches 0.05 to both sides.</summary>
    public static Statement Of(string machine, params (string Dataset, double? Score)[] cells) => WithCode(machine, "code 1", cells);

    public static Statement WithCode(string machine, string code, params (string Dataset, double? Score)[] cells)
    {
        StatementRun[] runs = [new("table1", "bag-of-words", 1, Hash, [.. cells.Select(cell => Cell(cell.Dataset, cell.Score))])];
        return new(
            "small", new(machine, "A <CPU>", 2, 2, "cpu", "Linux", ".NET 10"), "0.1.0", [new("0123", false)], Day, Day, new(1, 2, 3, 4, 5),
            [new("mean-over-cls", "STS12", "mean", "cls", 0.99, 0.1)],
            [new("code/metrics", code), new("seed", "1")], runs, [], [new("65 hours", "a cross-encoder", 1.5, "h", new Interval(1, 2), 3)], StatementDigest.Of(runs, []), "");
    }

    public static StatementCell Cell(string dataset, double? score) =>
        new(dataset, "spearman", score, score is { } value ? new Interval(value - 0.05, value + 0.05) : null, 100, Day, Hash, [0, 1], []);

    public static SignedStatement Signed(Statement statement, string keyFile)
    {
        using var key = SigningKey.OpenOrCreate(keyFile);
        return SignedStatement.Sign(statement, key);
    }

    public static LedgerEntry Entry(Statement statement, string keyFile) => new($"small.{statement.Machine.Id}.json", Signed(statement, keyFile));
}
