using System.CommandLine;
using System.Globalization;
using SbertRepro.Cli.Ledger;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Cli.Verbs;

/// <summary>Checks the whole ledger again.</summary>
internal sealed class LedgerVerifyVerb : Verb
{
    private readonly SharedOptions _options = new();

    public LedgerVerifyVerb()
        : base("verify", "Checks every statement of the ledger again, and its hashes where the results of that machine are here too. "
            + "Ends with 1 when a statement is not what its key signed, or a result of the same moment has other bytes; a result of another moment, measured again, is only said.",
            ["sbert-repro ledger verify", "sbert-repro ledger verify --results ../other/results"]) => AddOptions(_options.Results);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var results = new ResultStore(parsed.GetValue(_options.Results) ?? "results");
        var ledger = new LedgerFolder(results.Root);
        var good = ledger.Files.Count(path => Verify(path, results));
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{good} of {ledger.Files.Count} statements hold."));
        return good == ledger.Files.Count ? ExitCode.Success : ExitCode.Failed;
    }

    private static bool Verify(string path, ResultStore results)
    {
        try
        {
            var entry = LedgerFolder.Read(path);
            new StatementCheck(path, KnownCells.Knows).Check(entry.Content);
            var found = LedgerAgreement.Of(entry.Content, results);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{entry.Name}: signed by {entry.Signed.Signer}; "
                + $"{found.Agree} results agree, {found.Renewed.Count} are of another moment, {found.Absent} are not here, {found.Differ.Count} differ"));
            foreach (var cell in found.Renewed) Console.Out.WriteLine($"  of another moment: {cell}");
            foreach (var cell in found.Differ) Console.Out.WriteLine($"  differs: {cell}");
            return found.Differ.Count == 0;
        }
        catch (ActionableException refused)
        {
            Console.Out.WriteLine($"refused: {refused.Message}");
            return false;
        }
    }
}
