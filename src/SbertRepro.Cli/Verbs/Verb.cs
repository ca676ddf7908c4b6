using System.CommandLine;

namespace SbertRepro.Cli.Verbs;

/// <summary>One word after <c>sbert-repro</c>: its options, its examples, its work.</summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description, IReadOnlyList<string> examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction((parsed, cancellation) => Task.FromResult(Work(parsed, cancellation)));
    }

    /// <summary>Lines to type, shown under <c>--help</c>.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Does the work and returns the exit code.</summary>
    protected abstract int Work(ParseResult parsed, CancellationToken cancellation);

    protected void AddOptions(params Option[] options)
    {
        foreach (var option in options) Options.Add(option);
    }
}
