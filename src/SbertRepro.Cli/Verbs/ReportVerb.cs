using System.CommandLine;
using SbertRepro.Cli.Report;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Ledger;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Reporting;
using Spectre.Console;

namespace SbertRepro.Cli.Verbs;

/// <summary>Results beside the paper.</summary>
internal sealed class ReportVerb : Verb
{
    private readonly Option<string> _results = new("--results")
    {
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "results",
        Description = "all scales and machines below it are reported",
    };
    private readonly Option<string> _output = new("--output", "-o")
    {
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "reports",
        Description = "where index.html, README.md, figures/ and the CSV, JSON and LaTeX files go",
    };

    public ReportVerb()
        : base("report", "Writes the report from stored results alone: every number beside the paper's, with a verdict.",
            ["sbert-repro report", "sbert-repro report --results results -o reports"]) => AddOptions(_results, _output);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var (results, output) = (parsed.GetValue(_results)!, parsed.GetValue(_output)!);
        var tree = WorkingTree.Read(AppContext.BaseDirectory);
        var stored = StoredResults.Read(results);
        var builder = new ReportBuilder(
            stored, new RecordStore<TrainingRecord>(results).All(), new RecordStore<ClaimRecord>(results).All(), Catalog.LoadDefault(), tree.Commit);
        var model = builder.Build() with
        {
            Gate = Gate(results, stored),
            Spread = MachineComparison.Of(stored.Runs, new LedgerFolder(results).All()),
            PairErrors = new RecordStore<PairErrorsRecord>(results).All(),
            Results = Path.GetRelativePath(output, results).Replace('\\', '/'),
        };
        ReportFolder.Write(output, model);
        Terminal.Out.WriteLine($"{Path.Combine(output, "index.html")}, {Path.Combine(output, "README.md")}: "
            + $"{model.Tables.Sum(table => table.Cells.Count(cell => cell.Measured is not null))} measured numbers of {model.Tables.Sum(table => table.Cells.Count)}");
        return ExitCode.Success;
    }

    private static GateSection Gate(string results, StoredResults now)
    {
        var accepted = StoredResults.Read(Path.Combine(results, ResultStore.BaselineFolder));
        return new(new RecordStore<GateProof>(results).All(), History.All(results), accepted.Runs.Count == 0 ? null : RunDifference.Of(accepted, now));
    }
}
