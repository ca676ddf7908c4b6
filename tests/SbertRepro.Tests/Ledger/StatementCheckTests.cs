using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Results;
using Xunit;

namespace SbertRepro.Tests.Ledger;

/// <summary>Whoever holds a key can sign nonsense.</summary>
public sealed class StatementCheckTests
{
    private static readonly Statement Good = SampleStatements.Of("fast", ("STS12", 0.5), ("STS13", null));

    [Fact]
    public void A_statement_in_order_passes_also_with_an_undefined_score() => new StatementCheck("x.json", (_, _, _, _, _) => true).Check(Good);

    public static TheoryData<Func<Statement, Statement>, string> Nonsense => new()
    {
        { statement => statement with { Machine = statement.Machine with { Id = "../../etc" } }, "no name" },
        { statement => statement with { Scale = "small/.." }, "no name" },
        { statement => statement with { Machine = statement.Machine with { Cpu = "a\u001b[2J" } }, "control characters" },
        { statement => statement with { Machine = statement.Machine with { Cpu = new string('x', 1000) } }, "1000 characters" },
        { statement => statement with { Machine = statement.Machine with { Cores = 0 } }, "machine or dates" },
        { statement => statement with { Verdicts = new(0, 0, -1, 0, 0) }, "negative" },
        { statement => statement with { Digest = new string('0', 64) }, "digest" },
        { statement => statement with { Claims = [statement.Claims[0] with { Probability = double.NaN }] }, "mean-over-cls" },
        { statement => statement with { Quantities = [statement.Quantities[0] with { Value = double.PositiveInfinity }] }, "65 hours" },
        { statement => statement with { Runs = [.. statement.Runs, statement.Runs[0]] }, "twice" },
        { statement => statement with { Runs = [] }, "no result" },
        { statement => statement with { Commits = [null!] }, "nothing in a place" },
        { statement => statement with { Runs = [statement.Runs[0] with { Cells = [null!] }] }, "nothing in a place" },
        { statement => WithCell(statement, cell => cell with { Changed = [null!] }), "nothing in a place" },
        { statement => WithCell(statement, cell => cell with { Score = 1.5 }), "STS12: a score" },
        { statement => WithCell(statement, cell => cell with { Score = double.NaN }), "STS12: a score" },
        { statement => WithCell(statement, cell => cell with { Interval = new Interval(0.6, 0.4) }), "STS12: a score" },
        { statement => WithCell(statement, cell => cell with { Interval = new Interval(double.NaN, 0.4) }), "STS12: a score" },
        { statement => WithCell(statement, cell => cell with { Count = 0 }), "STS12: no items" },
        { statement => WithCell(statement, cell => cell with { Measured = SampleStatements.Day.AddDays(1) }), "STS12: no items, or a date" },
        { statement => WithCell(statement, cell => cell with { Sha256 = "abc" }), "STS12: no SHA-256" },
        { statement => WithCell(statement, cell => cell with { Inputs = [0, 2] }), "STS12: inputs" },
        { statement => WithCell(statement, cell => cell with { Inputs = [0, 0] }), "STS12: inputs" },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nonsense_is_refused_and_named(Func<Statement, Statement> spoil, string named)
    {
        var refused = Assert.Throws<ActionableException>(() => new StatementCheck("x.json", (_, _, _, _, _) => true).Check(spoil(Good)));

        Assert.StartsWith("x.json: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Next: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_cell_is_refused_with_the_version_that_signed()
    {
        var check = new StatementCheck("x.json", (scale, table, system, dataset, metric) =>
            (scale, table, system, dataset, metric) == ("small", "table1", "bag-of-words", "STS12", "spearman"));

        var refused = Assert.Throws<ActionableException>(() => check.Check(Good));

        Assert.Contains("table1 bag-of-words STS13 (spearman, scale small) is no cell of this version", refused.Message, StringComparison.Ordinal);
        Assert.Contains("of version 0.1.0", refused.Message, StringComparison.Ordinal);
    }

    private static Statement WithCell(Statement statement, Func<StatementCell, StatementCell> change) =>
        statement with { Runs = [statement.Runs[0] with { Cells = [change(statement.Runs[0].Cells[0]), .. statement.Runs[0].Cells.Skip(1)] }] };
}
