using System.CommandLine;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Reporting;

namespace SbertRepro.Cli.Verbs;

/// <summary>What tells two results folders apart, and why.</summary>
internal sealed class DiffVerb : Verb
{
    private readonly Argument<string> _first = new("A") { Description = "a results folder" };
    private readonly Argument<string> _second = new("B") { Description = "another one, measured later" };

    public DiffVerb()
        : base("diff", "Compares two results folders: moved scores with the likely cause, items that changed rank, timings, surroundings. Computes nothing.",
            ["sbert-repro diff results/baseline results", "sbert-repro diff results ../other/results"])
    {
        Arguments.Add(_first);
        Arguments.Add(_second);
    }

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var (first, second) = (Existing(parsed.GetValue(_first)!), Existing(parsed.GetValue(_second)!));
        Console.Out.Write(DifferenceMarkdown.Render(RunDifference.Of(StoredResults.Read(first), StoredResults.Read(second))));
        return ExitCode.Success;
    }

    private static string Existing(string folder) => Directory.Exists(folder) ? folder : throw new UsageException($"{folder} is no folder", "a results folder");
}
