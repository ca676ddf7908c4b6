using System.CommandLine;
using SbertRepro.Cli.Ledger;
using SbertRepro.Evaluation.Ledger;

namespace SbertRepro.Cli.Verbs;

/// <summary>Takes statements into the ledger.</summary>
internal sealed class LedgerAddVerb : Verb
{
    private readonly SharedOptions _options = new();
    private readonly Argument<string[]> _files = new("statement.json") { Arity = ArgumentArity.OneOrMore, Description = "files that sbert-repro ledger sign wrote" };

    public LedgerAddVerb()
        : base("add", "Verifies statements (signature, format, hashes, ranges, names) and keeps them in ledger/ below the results; nothing is added when one is refused.",
            ["sbert-repro ledger add statement.json", "sbert-repro ledger add ~/mail/*.json && sbert-repro report"])
    {
        Arguments.Add(_files);
        AddOptions(_options.Results);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var ledger = new LedgerFolder(parsed.GetValue(_options.Results) ?? "results");
        var statements = parsed.GetValue(_files)!.Select(file =>
        {
            var statement = LedgerFolder.ReadFile(file);
            new StatementCheck(file, KnownCells.Knows).Check(statement.Content);
            return statement;
        }).ToList();
        foreach (var statement in statements)
        {
            var added = ledger.Add(statement);
            Console.Out.WriteLine($"{(added ? "added" : "already there")}: {ledger.PathOf(statement)}, {Signing.Cells(statement.Content)}, signed by {statement.Signer}");
        }
        return ExitCode.Success;
    }
}
