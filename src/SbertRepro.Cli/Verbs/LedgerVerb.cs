using System.CommandLine;
using SbertRepro.Evaluation;

namespace SbertRepro.Cli.Verbs;

/// <summary>Signed statements of many machines, collected.</summary>
internal sealed class LedgerVerb : Verb
{
    public LedgerVerb()
        : base("ledger", "Signs the results of a machine, and collects what others signed; the report shows how far machines are apart.",
        [
            "sbert-repro ledger sign --scale small                one small file to send",
            "sbert-repro ledger add statement.json                verifies it and keeps it below results/ledger",
            "sbert-repro ledger list",
            "sbert-repro ledger verify                            all signatures, and the results behind them that are here",
            "jq -r .payload statement.json | base64 -d | jq       what a statement says",
        ])
    {
        Subcommands.Add(new LedgerSignVerb());
        Subcommands.Add(new LedgerAddVerb());
        Subcommands.Add(new LedgerListVerb());
        Subcommands.Add(new LedgerVerifyVerb());
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation) =>
        throw new UsageException("ledger needs to know what to do", string.Join(", ", Subcommands.Select(verb => verb.Name)), "sbert-repro ledger --help");
}
