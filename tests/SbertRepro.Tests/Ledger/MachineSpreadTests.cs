using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Results;
using Xunit;

namespace SbertRepro.Tests.Ledger;

public sealed class MachineSpreadTests
{
    private static readonly CellKey Key = new("small", "table1", "bag-of-words", 1, "STS12", "spearman");

    [Fact]
    public void The_planted_spread_is_found_and_the_largest_comes_first()
    {
        var spread = MachineSpread.Of([.. Cells("STS12", 0.50, 0.51, 0.52), .. Cells("STS13", 0.30, 0.37), .. Cells("STS14", 0.2, 0.2)]);

        Assert.Equal(["STS13", "STS12", "STS14"], spread.Same.Select(each => each.Key.Dataset));
        Assert.Equal([0.07, 0.02, 0], spread.Same.Select(each => each.Range), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([2, 3, 2], spread.Same.Select(each => each.Cells.Count));
        Assert.Equal([false, true, true], spread.Same.Select(each => each.WithinIntervals)); // each reaches 0.05
        Assert.Equal([false, false, true], spread.Same.Select(each => each.Equal));
        Assert.Empty(spread.Other);
        Assert.Equal(3, MachineSpread.MachinesIn(spread.Same));
    }

    [Fact]
    public void Other_inputs_are_kept_apart_and_named()
    {
        var spread = MachineSpread.Of([Cell("a", 0.5), Cell("b", 0.5), Cell("c", 0.6, code: "code 2")]);

        Assert.Equal(["a", "b"], Assert.Single(spread.Same).Cells.Select(cell => cell.Machine));
        var other = Assert.Single(spread.Other);
        Assert.Equal(["code/metrics"], other.Differing);
        Assert.Equal(3, other.Cells.Count);
    }

    [Fact]
    public void A_machine_counts_once_with_its_latest_measurement_and_its_statement_before_its_folder()
    {
        var spread = MachineSpread.Of(
        [
            Cell("a", 0.9, signer: null), Cell("a", 0.1, "signer", SampleStatements.Day.AddDays(-1)), Cell("a", 0.5, "signer"), Cell("b", 0.5, signer: null),
        ]);

        Assert.Equal([("a", 0.5), ("b", 0.5)], Assert.Single(spread.Same).Cells.Select(cell => (cell.Machine, cell.Value)));
    }

    [Fact]
    public void Two_signers_whose_machines_have_the_same_name_have_two_machines() =>
        Assert.Equal(2, Assert.Single(MachineSpread.Of([Cell("a", 0.5, "one"), Cell("a", 0.6, "two")]).Same).Cells.Count);

    [Fact]
    public void One_machine_alone_has_no_spread_and_neither_has_an_undefined_score()
    {
        var spread = MachineSpread.Of([Cell("a", 0.5), Cell("b", double.NaN)]);

        Assert.Empty(spread.Same.Concat(spread.Other));
    }

    [Fact]
    public void Without_an_interval_nothing_is_said_of_intervals() =>
        Assert.Null(Assert.Single(MachineSpread.Of([Cell("a", 0.5), Cell("b", 0.5) with { Interval = null }]).Same).WithinIntervals);

    private static IEnumerable<MeasuredCell> Cells(string dataset, params double[] values) =>
        values.Select((value, machine) => Cell($"machine-{machine}", value) with { Key = Key with { Dataset = dataset } });

    private static MeasuredCell Cell(string machine, double value, string? signer = "signer", DateTimeOffset? measured = null, string code = "code 1") => new(
        Key, machine, signer, value, new Interval(value - 0.05, value + 0.05), measured ?? SampleStatements.Day,
        new Fingerprint(new(StringComparer.Ordinal) { ["code/metrics"] = code, ["seed"] = "1" }));
}
