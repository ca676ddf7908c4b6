using System.Text.RegularExpressions;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Ledger;

/// <summary>Whether this program knows a cell: scale, table, system, dataset, metric.</summary>
public delegate bool KnowsCell(string scale, string table, string system, string dataset, string metric);

/// <summary>What a signature does not promise: that names are names, numbers possible, and the parts fit together. Says the first thing that is wrong.</summary>
/// <param name="where">The file, for the message.</param>
/// <param name="knows">Null leaves out whether the cells are known.</param>
public sealed partial class StatementCheck(string where, KnowsCell? knows)
{
    private const int LongestText = 300;

    /// <exception cref="ActionableException">Something is out of range, unknown or does not fit.</exception>
    public void Check(Statement statement)
    {
        Require(!HoldsNull(statement), "a list with nothing in a place", "no null in lists");
        CheckHead(statement);
        CheckRuns(statement);
        foreach (var claim in statement.Claims)
            Require(claim.Probability is >= 0 and <= 1 && Math.Abs(claim.Difference) <= 2, $"claim {claim.Claim}: probability or difference out of range", "0 to 1, and -2 to 2");
        foreach (var step in statement.Steps) Require(Digest().IsMatch(step.Sha256), $"step {step.Study} {step.Step}: no SHA-256", "64 hexadecimal digits");
        foreach (var quantity in statement.Quantities)
        {
            var possible = double.IsFinite(quantity.Value) && IsInterval(quantity.Interval, double.MinValue, double.MaxValue) && quantity.Count >= 0;
            Require(possible, $"{quantity.Answers}: a number out of range", "finite numbers");
        }
        Require(statement.Digest == StatementDigest.Of(statement.Runs, statement.Steps), "a digest that is not that of its results", "the digest over all hashes");
    }

    private void CheckHead(Statement statement)
    {
        Require(Name().IsMatch(statement.Scale) && Name().IsMatch(statement.Machine.Id), "a scale or machine that is no name", "lower-case letters, digits and hyphens");
        var machine = statement.Machine;
        Require(machine is { Cores: > 0, Threads: > 0 } && statement.First <= statement.Last, "a machine or dates that cannot be", "cores, threads, the first date first");
        foreach (var text in TextsOf(statement))
        {
            var printable = text.Length <= LongestText && !text.Any(char.IsControl);
            Require(printable, $"a text of {text.Length} characters or with control characters", $"at most {LongestText} printable characters");
        }
        foreach (var text in new[] { machine.Cpu, machine.Device, machine.OperatingSystem, machine.Runtime, statement.Program })
            Require(text.Length > 0, "an empty description of the machine or the program", "the text of the results");
        var verdicts = statement.Verdicts;
        int[] counts = [verdicts.Reproduced, verdicts.Consistent, verdicts.Deviates, verdicts.NotJudged, verdicts.NotRun];
        Require(counts.Min() >= 0, "a negative number of verdicts", "counts");
    }

    private void CheckRuns(Statement statement)
    {
        Require(statement.CellCount + statement.Steps.Count > 0, "no result", "at least one");
        Require(statement.Inputs.Distinct().Count() == statement.Inputs.Count, "an input listed twice", "each once");
        var keys = statement.Runs.SelectMany(run => run.Cells.Select(cell => (run.Table, run.System, run.Seed, cell.Dataset))).ToList();
        Require(keys.Distinct().Count() == keys.Count, "a cell listed twice", "each once");
        foreach (var run in statement.Runs)
        {
            Require(Digest().IsMatch(run.Sha256) && run.Seed >= 0, $"{run.Table} {run.System}: no SHA-256, or a seed below 0", "64 hexadecimal digits, and a seed");
            foreach (var cell in run.Cells) Check(statement, run, cell);
        }
    }

    private void Check(Statement statement, StatementRun run, StatementCell cell)
    {
        var name = $"{run.Table} {run.System} {cell.Dataset}";
        if (knows?.Invoke(statement.Scale, run.Table, run.System, cell.Dataset, cell.Metric) == false)
        {
            throw new ActionableException(
                $"{name} ({cell.Metric}, scale {statement.Scale}) is no cell of this version", where, "a cell of sbert-repro list",
                $"update sbert-repro; the statement is of version {statement.Program}.");
        }
        Require(cell.Score is null or (>= -1 and <= 1) && IsInterval(cell.Interval, -1, 1), $"{name}: a score or interval out of range", "-1 to 1");
        var dated = cell.Measured >= statement.First && cell.Measured <= statement.Last;
        Require(cell.Count > 0 && dated, $"{name}: no items, or a date outside the statement's", "items, and a date between the first and the last");
        Require(Digest().IsMatch(cell.Sha256), $"{name}: no SHA-256", "64 hexadecimal digits");
        var listed = cell.Inputs.All(index => index >= 0 && index < statement.Inputs.Count);
        Require(
            listed && cell.Inputs.Select(index => statement.Inputs[index].Name).Distinct().Count() == cell.Inputs.Count,
            $"{name}: inputs that are not listed, or twice", "positions in the list of inputs");
    }

    private static bool IsInterval(Interval? interval, double least, double most) =>
        interval is not { } range || (range.Low >= least && range.Low <= range.High && range.High <= most && range.Level is > 0 and < 1); // false for NaN

    // The JSON reader sees to properties, not to what is in lists.
    private static bool HoldsNull(Statement statement)
    {
        IEnumerable<object?> parts = [.. statement.Commits, .. statement.Claims, .. statement.Inputs, .. statement.Runs, .. statement.Steps, .. statement.Quantities];
        return parts.Contains(null) || statement.Runs.SelectMany(run => run.Cells).Any(cell => cell is null || cell.Changed?.Contains(null!) == true);
    }

    private static IEnumerable<string> TextsOf(Statement statement) =>
    [
        statement.Machine.Id, statement.Machine.Cpu, statement.Machine.Device, statement.Machine.OperatingSystem, statement.Machine.Runtime, statement.Program,
        .. statement.Commits.Select(commit => commit.Commit), .. statement.Claims.SelectMany(claim => new[] { claim.Claim, claim.Dataset, claim.Better, claim.Worse }),
        .. statement.Inputs.SelectMany(input => new[] { input.Name, input.Value }),
        .. statement.Quantities.SelectMany(quantity => new[] { quantity.Answers, quantity.System, quantity.Unit }),
        .. statement.Steps.SelectMany(step => new[] { step.Study, step.Step }), .. statement.Runs.SelectMany(run => run.Cells).SelectMany(cell => cell.Changed ?? []),
        .. statement.Runs.SelectMany(run => run.Cells.SelectMany(cell => new[] { run.Table, run.System, cell.Dataset, cell.Metric })),
    ];

    private void Require(bool condition, string what, string expected)
    {
        if (!condition) throw new ActionableException(what, where, expected, "have it signed again with sbert-repro ledger sign.");
    }

    [GeneratedRegex("^[a-z0-9]+(?:-[a-z0-9]+)*$")]
    private static partial Regex Name();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Digest();
}
