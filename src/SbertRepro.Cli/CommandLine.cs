using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using SbertRepro.Cli.Verbs;
using SbertRepro.Evaluation;

namespace SbertRepro.Cli;

/// <summary>Arguments in, exit code out: the one place where an exception becomes a message.</summary>
internal static class CommandLine
{
    /// <summary>Set to 1 to see stack traces.</summary>
    private const string DebugVariable = "SBERT_REPRO_DEBUG";

    public static int Run(string[] arguments, CancellationToken cancellation)
    {
        try
        {
            var parsed = Root().Parse(arguments);
            if (parsed.Action is ParseErrorAction)
                throw new UsageException(Explain(parsed), next: $"sbert-repro {Path(parsed)}--help");
            return parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation)
                .GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Say("cancelled; what was finished is kept.", null, ExitCode.Cancelled);
        }
        catch (UsageException e)
        {
            return Say(e.Message, e, ExitCode.Usage);
        }
        catch (Exception e) when (e is ActionableException or IOException or UnauthorizedAccessException)
        {
            return Say(e.Message, e, ExitCode.Failed);
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable(DebugVariable) != "1")
        {
            return Say($"unexpected {e.GetType().Name}: {e.Message} Next: run again with {DebugVariable}=1 and report what it prints.", e, ExitCode.Failed);
        }
    }

    public static RootCommand Root()
    {
        var root = new RootCommand("Reproduces the numbers of Sentence-BERT (Reimers and Gurevych, 2019), and encodes your own text with the same code.");
        Verb[] verbs =
        [
            new PlanVerb(), new FetchVerb(), new RunVerb(), new ReportVerb(), new ListVerb(), new WhyVerb(), new EncodeVerb(), new ScoreVerb(), new TokenizeVerb(),
            new TrainVerb(), new ExportOnnxVerb(), new SampleVerb(), new PretrainVerb(), new DiffVerb(), new CheckVerb(), new AcceptVerb(), new TimeVerb(), new MeasureVerb(),
            new LedgerVerb(),
        ];
        foreach (var verb in verbs) root.Subcommands.Add(verb);
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static int Say(string message, Exception? exception, int code)
    {
        Console.Error.WriteLine($"sbert-repro: {message}");
        if (exception is not null && Environment.GetEnvironmentVariable(DebugVariable) == "1")
            Console.Error.WriteLine(exception);
        return code;
    }

    private static string Explain(ParseResult parsed)
    {
        var text = string.Join(". ", parsed.Errors.Select(error => error.Message.TrimEnd('.')).Distinct());
        var known = parsed.CommandResult.Command.Subcommands.Select(command => command.Name)
            .Concat(parsed.CommandResult.Command.Options.Select(option => option.Name));
        var suggestion = parsed.UnmatchedTokens.Select(token => Suggestion.Nearest(token, known)).FirstOrDefault(name => name is not null);
        return suggestion is null ? text : $"{text}. Did you mean {suggestion}?";
    }

    // "ledger sign " for a verb of a verb.
    private static string Path(ParseResult parsed) => string.Concat(Commands(parsed.CommandResult).Reverse().Select(command => command.Name + " "));

    private static IEnumerable<Command> Commands(SymbolResult? result)
    {
        for (; result is CommandResult { Command: not RootCommand } inner; result = inner.Parent) yield return inner.Command;
    }
}

/// <summary>The usual help, then what one would really type.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private const string FirstSteps = """
        First steps:
          sbert-repro list                          what there is: tables, systems, datasets, artifacts
          sbert-repro plan                          what a run would do, download and cost
          sbert-repro run                           computes what is not fresh yet
          sbert-repro report                        writes reports/index.html from the results

        Exit codes: 0 ok, 1 failed, 2 wrong usage, 3 inconclusive, 130 cancelled.
        """;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(parseResult.CommandResult.Command is Verb verb ? $"Examples:\n{string.Join('\n', verb.Examples.Select(line => "  " + line))}\n" : FirstSteps);
        return code;
    }
}
