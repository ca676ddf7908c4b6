using System.Globalization;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Ledger;

/// <summary>How a statement's hashes compare with the results of that machine in a folder.</summary>
/// <param name="Agree">Cells and steps whose bytes have the hash that was signed.</param>
/// <param name="Absent">Those that the folder does not have.</param>
/// <param name="Renewed">Those that were measured at another moment than the signed ones.</param>
/// <param name="Differ">Those of the same moment with other bytes, each with what is signed and what is there.</param>
public sealed record LedgerAgreement(int Agree, int Absent, IReadOnlyList<string> Renewed, IReadOnlyList<string> Differ)
{
    public static LedgerAgreement Of(Statement statement, ResultStore results)
    {
        List<(string Name, string State)> found =
            [.. statement.Runs.SelectMany(run => Compare(statement, run, results)), .. statement.Steps.Select(step => Compare(statement, step, results))];
        string[] In(string state) => [.. found.Where(each => each.State == state).Select(each => each.Name)];
        return new(In(Same).Length, In(Gone).Length, In(Newer), In(Other));
    }

    private const string Same = "agrees";
    private const string Gone = "absent";
    private const string Newer = "of another moment";
    private const string Other = "differs";

    private static IEnumerable<(string, string)> Compare(Statement statement, StatementRun run, ResultStore results)
    {
        var key = new ResultKey(statement.Scale, statement.Machine.Id, run.Table, run.System, run.Seed);
        var (path, record) = (results.PathOf(key), results.Find(key));
        var hashes = record is null ? null : ResultHashes.Of(File.ReadAllBytes(path));
        foreach (var cell in run.Cells)
        {
            var there = record?.Cells.FirstOrDefault(each => each.Dataset == cell.Dataset);
            var name = string.Create(CultureInfo.InvariantCulture, $"{statement.Scale} {run.Table} {run.System} seed {run.Seed} {cell.Dataset}");
            if (there is null) yield return (name, Gone);
            else if (hashes!.Cells[cell.Dataset] == cell.Sha256) yield return (name, Same);
            else if (there.Provenance.Started != cell.Measured) yield return (name, Newer);
            else yield return ($"{name}: {Score(cell.Score)} was signed, {Score(there.Find(cell.Metric, "all")?.Value)} is stored", Other);
        }
    }

    private static (string, string) Compare(Statement statement, StatementStep step, ResultStore results)
    {
        var (records, stored) = (new RecordStore<StudyRecord>(results.Root), StudyRecord.NameOf(step.Study, step.Step));
        var name = $"{statement.Scale} study {step.Study} {step.Step}";
        if (records.Find(statement.Scale, statement.Machine.Id, stored) is not { } there) return (name, Gone);
        var path = records.PathOf(statement.Scale, statement.Machine.Id, stored);
        return (name, ResultHashes.Hash(File.ReadAllBytes(path)) == step.Sha256 ? Same : there.Provenance.Started != step.Measured ? Newer : Other);
    }

    private static string Score(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "undefined";
}
