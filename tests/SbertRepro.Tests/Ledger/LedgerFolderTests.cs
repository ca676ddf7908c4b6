using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Results;
using SbertRepro.Tests.Results;
using Xunit;

namespace SbertRepro.Tests.Ledger;

public sealed class LedgerFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_statement_is_added_once_under_a_name_of_scale_machine_and_digest()
    {
        var (ledger, signed) = (new LedgerFolder(_folder.Path), Signed("fast"));

        Assert.Equal((true, false), (ledger.Add(signed), ledger.Add(signed)));
        Assert.False(ledger.Add(Signed("fast"))); // another signature of the same content
        Assert.True(ledger.Add(Signed("slow")));

        Assert.Equal($"small.fast.{signed.Id[..16]}.json", ledger.All()[0].Name);
        Assert.Equal(["fast", "slow"], ledger.All().Select(entry => entry.Content.Machine.Id));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(ledger.Path).Count()); // no temporary file stays
    }

    [Fact]
    public void A_ledger_that_is_not_there_is_empty() => Assert.Empty(new LedgerFolder(_folder.File("nowhere")).All());

    [Fact]
    public void A_stored_statement_that_was_renamed_or_altered_is_refused()
    {
        var ledger = new LedgerFolder(_folder.Path);
        ledger.Add(Signed("fast"));
        var path = ledger.Files.Single();

        File.Move(path, Path.Combine(ledger.Path, "small.slow.0123456789abcdef.json"));
        Assert.Contains("another's name", Assert.Throws<ActionableException>(ledger.All).Message, StringComparison.Ordinal);

        File.WriteAllText(ledger.Files.Single(), File.ReadAllText(ledger.Files.Single()).Replace("\"payload\": \"", "\"payload\": \"A", StringComparison.Ordinal));
        Assert.Contains("not a signed statement", Assert.Throws<ActionableException>(ledger.All).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_results_folder_does_not_take_statements_for_results()
    {
        new LedgerFolder(_folder.Path).Add(Signed("fast"));

        Assert.Empty(new ResultStore(_folder.Path).All());
        Assert.Empty(new RecordStore<StudyRecord>(_folder.Path).All());
    }

    [Fact]
    public void A_cell_that_was_changed_in_place_differs_and_one_that_was_measured_again_or_is_gone_is_told_apart()
    {
        var (store, key) = (new ResultStore(_folder.Path), new ResultKey("small", "fast", "table1", "bag-of-words", 1));
        var cells = new[] { "STS12", "STS13", "STS14" }.Select(dataset => SampleRecords.Cell(dataset, 0.5f)).ToList();
        foreach (var cell in cells) store.Save(key, cell, TestContext.Current.CancellationToken);
        var statement = StatementOf(store, key, cells);
        Assert.Equal((3, 0, 0, 0), Counts(statement, store));

        store.Save(key, SampleRecords.Cell("STS15", 0.5f), TestContext.Current.CancellationToken); // beside them: the file changes, the cells do not
        Assert.Equal((3, 0, 0, 0), Counts(statement, store));

        store.Save(key, cells[0] with { Predictions = [0.25f] }, TestContext.Current.CancellationToken);
        store.Save(key, cells[1] with { Provenance = cells[1].Provenance with { Started = SampleStatements.Day.AddHours(1) } }, TestContext.Current.CancellationToken);
        Assert.Equal((1, 0, 1, 1), Counts(statement, store));
        Assert.StartsWith("small table1 bag-of-words seed 1 STS12: ", LedgerAgreement.Of(statement, store).Differ.Single(), StringComparison.Ordinal);

        File.Delete(store.PathOf(key));
        Assert.Equal((0, 3, 0, 0), Counts(statement, store));
    }

    private static Statement StatementOf(ResultStore store, ResultKey key, IReadOnlyList<CellRecord> cells)
    {
        var hashes = ResultHashes.Of(File.ReadAllBytes(store.PathOf(key)));
        var signed = cells.Select(cell => SampleStatements.Cell(cell.Dataset, 0.5) with { Measured = cell.Provenance.Started, Sha256 = hashes.Cells[cell.Dataset] });
        return SampleStatements.Of(key.Machine) with { Runs = [new StatementRun(key.Table, key.System, key.Seed, hashes.File, [.. signed])] };
    }

    private static (int Agree, int Absent, int Renewed, int Differ) Counts(Statement statement, ResultStore store) =>
        LedgerAgreement.Of(statement, store) is var found ? (found.Agree, found.Absent, found.Renewed.Count, found.Differ.Count) : default;

    private SignedStatement Signed(string machine) => SampleStatements.Signed(SampleStatements.Of(machine, ("STS12", 0.5)), _folder.File("keys/key.pem"));
}
