using System.Globalization;
using SbertRepro.Evaluation.Ledger;

namespace SbertRepro.Reporting;

/// <summary>What the report says of results on several machines: how far they are apart, and who signed them. Shared by all renderings.</summary>
/// <param name="Spread">Of the statements and of the results folder.</param>
/// <param name="Statements">Of the ledger, in the order of their names.</param>
public sealed record SpreadSection(MachineSpread Spread, IReadOnlyList<LedgerEntry> Statements)
{
    public static readonly SpreadSection Nothing = new(new([], []), []);

    internal const string Command = "sbert-repro ledger sign && sbert-repro ledger add statement.json";

    internal const string Meaning = "A signature says that the holder of that key signed exactly these numbers; it does not say that the machine or its owner is honest. "
        + "Fresh are the cells whose code and data were those of the signer's checkout; the verdicts are on the paper's printed numbers, by the rule above.";

    internal static readonly string[] CellColumns = ["cell", "machines", "smallest", "largest", "spread", "in each other's interval"];

    internal static readonly string[] InputColumns = ["inputs that differ", "cells", "equal", "in each other's interval", "largest spread", "where"];

    internal static readonly string[] StatementColumns =
        ["machine", "scale", "measured", "cells", "fresh", .. VerdictStyle.All.Select(style => style.Word), "signer"];

    private const int MostRows = 10;
    private const int MostNames = 4;
    private const int SignerDigits = 16;

    private bool IsEmpty => Spread.Same.Count + Spread.Other.Count == 0;

    /// <summary>The result in a few sentences.</summary>
    internal string Summary => string.Join(' ', Sentences());

    /// <summary>Cells with the same inputs that are not all equal, the largest spread first.</summary>
    internal IEnumerable<string[]> CellRows => Spread.Same.Where(spread => !spread.Equal).Take(MostRows).Select(spread => (string[])
    [
        NameOf(spread.Key), CellText.Whole(spread.Cells.Count), CellText.Score(100 * spread.Smallest), CellText.Score(100 * spread.Largest), Points(spread),
        Word(spread.WithinIntervals),
    ]);

    /// <summary>Cells with inputs that differ, by those inputs.</summary>
    internal IEnumerable<string[]> InputRows =>
        from spread in Spread.Other
        group spread by Names(spread.Differing) into cells
        orderby cells.Count() descending, cells.Key
        let largest = cells.First()
        select (string[])
        [
            cells.Key, CellText.Whole(cells.Count()), CellText.Whole(cells.Count(spread => spread.Equal)),
            CellText.Whole(cells.Count(spread => spread.WithinIntervals == true)), Points(largest), NameOf(largest.Key),
        ];

    internal IEnumerable<(string File, string[] Cells)> StatementRows => Statements.Select(entry => ($"{LedgerFolder.Folder}/{entry.Name}", (string[])
    [
        entry.Content.Machine.Id, entry.Content.Scale, Dates(entry.Content), CellText.Whole(entry.Content.CellCount), CellText.Whole(entry.Content.FreshCount),
        .. CountsOf(entry.Content.Verdicts).Select(CellText.Whole), Short(entry.Signed.Signer),
    ]));

    internal static string Short(string fingerprint) => fingerprint[..SignerDigits];

    /// <summary>"2026-11-25 to 2026-11-26".</summary>
    internal static string Dates(Statement statement) => Date(statement.First) is var first && Date(statement.Last) is var last && first == last ? first : $"{first} to {last}";

    /// <summary>In the order of <see cref="VerdictStyle.All"/>.</summary>
    internal static int[] CountsOf(VerdictCounts verdicts) => [.. VerdictStyle.All.Select(style => style.Verdict switch
    {
        Evaluation.Paper.Verdict.Reproduced => verdicts.Reproduced,
        Evaluation.Paper.Verdict.Consistent => verdicts.Consistent,
        Evaluation.Paper.Verdict.Deviates => verdicts.Deviates,
        Evaluation.Paper.Verdict.NotJudged => verdicts.NotJudged,
        _ => verdicts.NotRun,
    })];

    private IEnumerable<string> Sentences()
    {
        if (Statements.Count == 0) yield return IsEmpty ? "The ledger holds no statement yet." : "The ledger holds no statement yet; this compares the results in this repository.";
        if (Statements.Count > 0 && IsEmpty) yield return "No cell was measured by two machines yet: sign on another one.";
        if (IsEmpty) yield break;
        yield return Spread.Same.Count == 0 ? $"{Machines(Spread.Other)} machines measured no cell with the same inputs." : SameInputs();
        if (Spread.Other.Count > 0) yield return OtherInputs();
    }

    private string SameInputs()
    {
        var (all, equal, largest) = (Spread.Same.Count, Spread.Same.Count(spread => spread.Equal), Spread.Same[0]);
        var within = CellText.Whole(Spread.Same.Count(spread => spread.WithinIntervals == true));
        var where = largest.Equal ? "" : $" The largest spread is {Points(largest)} points, {NameOf(largest.Key)}; {within} lie in each other's interval.";
        return $"{Machines(Spread.Same)} machines measured {Cells(all)} with the same inputs, {CellText.Whole(equal)} of them equal to the last stored digit.{where}";
    }

    private string OtherInputs()
    {
        var (equal, largest) = (Spread.Other.Count(spread => spread.Equal), Spread.Other[0]);
        return $"{Cells(Spread.Other.Count)} {(Spread.Other.Count == 1 ? "was" : "were")} measured with inputs that are not the same on all machines, "
            + $"where a difference may be the input's doing: {CellText.Whole(equal)} equal all the same, "
            + $"the largest spread {Points(largest)} points, {NameOf(largest.Key)}.";
    }

    private static string Machines(IEnumerable<CellSpread> spreads) => CellText.Whole(MachineSpread.MachinesIn(spreads));

    private static string Cells(int count) => count == 1 ? "1 cell" : $"{CellText.Whole(count)} cells";

    internal static string NameOf(CellKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.System} on {key.Dataset} ({key.Table}, seed {key.Seed}, {key.Scale})");

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {CellText.Whole(names.Count - MostNames)} more" : "");

    // Machines differ in the sixth decimal of a point where they differ by rounding alone.
    private static string Points(CellSpread spread) => (100 * spread.Range) switch
    {
        0 => "0",
        < 0.000001 => "< 0.000001",
        var points => points.ToString(points < 0.01 ? "0.00####" : "0.00", CultureInfo.InvariantCulture),
    };

    private static string Word(bool? answer) => answer switch { true => "yes", false => "no", null => "no interval" };

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
