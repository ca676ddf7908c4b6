using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SbertRepro.Evaluation.Ledger;

/// <summary>One hash over all results of a statement: SHA-256 of one line "hash  path" for each result file and each cell, in ordinal order of the lines.</summary>
public static class StatementDigest
{
    public static string Of(IEnumerable<StatementRun> runs, IEnumerable<StatementStep> steps)
    {
        var lines = runs.SelectMany(LinesOf).Concat(steps.Select(step => $"{step.Sha256}  study/{step.Study}.{step.Step}")).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))));
    }

    private static IEnumerable<string> LinesOf(StatementRun run)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{run.Table}/{run.System}.seed{run.Seed}");
        return run.Cells.Select(cell => $"{cell.Sha256}  {path}/{cell.Dataset}").Prepend($"{run.Sha256}  {path}");
    }
}
