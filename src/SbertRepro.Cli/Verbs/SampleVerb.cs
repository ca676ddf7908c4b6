using System.CommandLine;
using SbertRepro.Evaluation.Datasets.Sample;
using Spectre.Console;

namespace SbertRepro.Cli.Verbs;

/// <summary>Makes the sample data again.</summary>
internal sealed class SampleVerb : Verb
{
    private readonly Option<string> _output = new("--output", "-o") { HelpName = "FOLDER", DefaultValueFactory = _ => "datasets/sample", Description = "where the files go" };

    public SampleVerb()
        : base("sample", "Writes the sample data (similarity, inference and a corpus over a small world of our own): the same bytes on every machine.",
            ["sbert-repro sample -o /tmp/sample && diff -r /tmp/sample datasets/sample"]) => AddOptions(_output);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        SampleData.WriteAll(parsed.GetValue(_output)!);
        Terminal.Out.WriteLine(parsed.GetValue(_output)!);
        return ExitCode.Success;
    }
}
