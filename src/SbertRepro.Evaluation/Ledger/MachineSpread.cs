using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Ledger;

/// <summary>Which number: the same key on two machines asks for the same thing.</summary>
public sealed record CellKey(string Scale, string Table, string System, int Seed, string Dataset, string Metric);

/// <summary>A cell as one machine measured it.</summary>
/// <param name="Key">Which number.</param>
/// <param name="Machine">As in <see cref="Machine.Id"/>.</param>
/// <param name="Signer">Fingerprint of the key that signed it; null for a result of the folder itself.</param>
/// <param name="Value">In natural units.</param>
/// <param name="Interval">Null where none was computed.</param>
/// <param name="Measured">When.</param>
/// <param name="Fingerprint">What it was computed from.</param>
public sealed record MeasuredCell(CellKey Key, string Machine, string? Signer, double Value, Interval? Interval, DateTimeOffset Measured, Fingerprint Fingerprint);

/// <summary>One cell on several machines; values in natural units.</summary>
/// <param name="Key">Which number.</param>
/// <param name="Cells">One per machine.</param>
/// <param name="Differing">Names of the inputs that were not the same everywhere; empty when all were.</param>
public sealed record CellSpread(CellKey Key, IReadOnlyList<MeasuredCell> Cells, IReadOnlyList<string> Differing)
{
    public double Smallest => Cells.Min(cell => cell.Value);

    public double Largest => Cells.Max(cell => cell.Value);

    public double Range => Largest - Smallest;

    /// <summary>Whether all are the same number to the last stored digit.</summary>
    public bool Equal => Range == 0;

    /// <summary>Whether every value lies in every other's interval; null where an interval is missing.</summary>
    public bool? WithinIntervals => Cells.Any(cell => cell.Interval is null) ? null
        : Cells.All(cell => Cells.All(other => other == cell || (other.Value >= cell.Interval!.Value.Low && other.Value <= cell.Interval.Value.High)));
}

/// <summary>
/// How far machines are apart. A machine counts once: its latest measurement under each signer's key, and the folder's own only where no statement of that machine has the cell.
/// </summary>
/// <param name="Same">Cells that at least two machines measured with the same inputs.</param>
/// <param name="Other">Cells that machines measured with inputs that differ, which are named.</param>
public sealed record MachineSpread(IReadOnlyList<CellSpread> Same, IReadOnlyList<CellSpread> Other)
{
    /// <summary>How many machines are in any of the cells; a machine of two signers is two.</summary>
    public static int MachinesIn(IEnumerable<CellSpread> spreads) => spreads.SelectMany(spread => spread.Cells).Select(cell => (cell.Machine, cell.Signer)).Distinct().Count();

    /// <param name="cells">In any order; undefined scores are left out.</param>
    public static MachineSpread Of(IEnumerable<MeasuredCell> cells)
    {
        var groups = cells.Where(cell => double.IsFinite(cell.Value)).GroupBy(cell => cell.Key)
            .Select(group => (group.Key, Cells: OnePerMachine(group))).OrderBy(group => NameOf(group.Key), StringComparer.Ordinal).ToList();
        return new(Largest(groups.SelectMany(group => SameInputs(group.Key, group.Cells))), Largest(groups.SelectMany(group => OtherInputs(group.Key, group.Cells))));
    }

    private static List<MeasuredCell> OnePerMachine(IEnumerable<MeasuredCell> cells)
    {
        var latest = cells.GroupBy(cell => (cell.Machine, cell.Signer)).Select(machine => machine.MaxBy(cell => (cell.Measured, cell.Value))!).ToList();
        var signed = latest.Where(cell => cell.Signer is not null).Select(cell => cell.Machine).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. latest.Where(cell => cell.Signer is not null || !signed.Contains(cell.Machine))
                .OrderBy(cell => cell.Machine, StringComparer.Ordinal).ThenBy(cell => cell.Signer, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<CellSpread> SameInputs(CellKey key, IReadOnlyList<MeasuredCell> cells) =>
        from inputs in cells.GroupBy(cell => cell.Fingerprint.Hash)
        where inputs.Count() > 1
        select new CellSpread(key, [.. inputs], []);

    private static IEnumerable<CellSpread> OtherInputs(CellKey key, IReadOnlyList<MeasuredCell> cells)
    {
        var differing = cells.Skip(1).SelectMany(cell => cell.Fingerprint.DifferencesTo(cells[0].Fingerprint)).Distinct().Order(StringComparer.Ordinal).ToList();
        return differing.Count == 0 ? [] : [new CellSpread(key, cells, differing)];
    }

    // A stable sort: where ranges are equal, the order of the names stays.
    private static IReadOnlyList<CellSpread> Largest(IEnumerable<CellSpread> spreads) => [.. spreads.OrderByDescending(spread => spread.Range)];

    private static string NameOf(CellKey key) => FormattableString.Invariant($"{key.Scale} {key.Table} {key.System} {key.Dataset} {key.Metric} {key.Seed:D6}");
}
