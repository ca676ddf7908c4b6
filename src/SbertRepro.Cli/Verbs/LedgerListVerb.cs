using System.CommandLine;
using System.Globalization;
using SbertRepro.Cli.Ledger;
using SbertRepro.Evaluation.Ledger;
using Spectre.Console;

namespace SbertRepro.Cli.Verbs;

/// <summary>What the ledger holds.</summary>
internal sealed class LedgerListVerb : Verb
{
    private readonly SharedOptions _options = new();

    public LedgerListVerb()
        : base("list", "Lists the statements of the ledger: signer, machine, scale, date of the latest result, verdicts on the paper's printed numbers, cells.",
            ["sbert-repro ledger list", "sbert-repro ledger list --results ../other/results"]) => AddOptions(_options.Results);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var ledger = new LedgerFolder(parsed.GetValue(_options.Results) ?? "results");
        var entries = ledger.All();
        if (entries.Count == 0)
        {
            Console.Out.WriteLine($"no statement in {ledger.Path}. Next: sbert-repro ledger sign, then sbert-repro ledger add statement.json");
            return ExitCode.Success;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumns("signer", "machine", "scale", "date", "verdicts", "cells");
        foreach (var entry in entries) table.AddRow(Row(entry).Select(Markup.Escape).ToArray());
        Terminal.Out.Write(table);
        return ExitCode.Success;
    }

    private static string[] Row(LedgerEntry entry) =>
    [
        entry.Signed.Signer[..16], entry.Content.Machine.Id, entry.Content.Scale, entry.Content.Last.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Signing.Verdicts(entry.Content.Verdicts), Signing.Cells(entry.Content),
    ];
}
