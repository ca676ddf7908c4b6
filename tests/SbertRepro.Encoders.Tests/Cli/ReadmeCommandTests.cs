using System.CommandLine.Parsing;
using SbertRepro.Cli.Verbs;
using SbertRepro.Encoders.Tests.Models;
using Xunit;

namespace SbertRepro.Encoders.Tests.Cli;

/// <summary>What the README says to type: every line is parsed by the program's own command line, and runs here, or says why it cannot.</summary>
public sealed class ReadmeCommandTests : IDisposable
{
    private const string OneCell = " --scale sample --table table1 --system bag-of-words --threads 1";

    /// <summary>How a line runs here: what stands in for inputs of gigabytes and hours, what must be there before, what it must leave.</summary>
    private sealed record Rehearsal(string Line)
    {
        /// <summary>Parts of the line that are exchanged; each must be there.</summary>
        public (string From, string To)[] Instead { get; init; } = [];

        /// <summary>Options that make the line small.</summary>
        public string More { get; init; } = "";

        public string Before { get; init; } = "";

        /// <summary>A file that the line must write; empty where it prints.</summary>
        public string Writes { get; init; } = "";

        public string Script => $"{Before}\n{Instead.Aggregate(Line, (line, part) => line.Replace(part.From, part.To, StringComparison.Ordinal))}{More}\n";
    }

    // Real data, weights or hours are exchanged for the sample; a search of hours is planned instead of run.
    private static readonly Rehearsal[] Rehearsals =
    [
        new("sbert-repro run --table section1") { Instead = [("run", "plan")], More = " --scale sample" },
        new("sbert-repro run --table million") { Instead = [("run", "plan")], More = " --scale sample" },
        new("sbert-repro run --table scifact") { Instead = [("run", "plan")], More = " --scale small" },
        new("sbert-repro run --table table7") { Instead = [("run", "plan")], More = " --scale sample" },
        new("sbert-repro encode sentences.txt --system sbert-nli-mini -o vectors.npy") { Instead = [("sbert-nli-mini", "mini-bert-mean")], Writes = "vectors.npy" },
        new("printf 'A man plays.\\tSomeone is playing.\\n' | sbert-repro score --system ./my-model"),
        new("sbert-repro export-onnx sbert-nli-mini -o my-onnx --int8") { Instead = [("sbert-nli-mini", "mini-bert-mean")], Writes = "my-onnx/model.onnx" },
        new("echo 'Hello, world!' | sbert-repro tokenize --system mini-bert-mean"),
        new("sbert-repro run --system ./my-model --scale small") { Instead = [("small", "sample")], Writes = "results/sample/test-machine/table1/local-my-model.seed1.json" },
        new("sbert-repro train sbert-nli-mini --pairs 20000 -o my-sbert")
        {
            Instead = [("sbert-nli-mini", "sbert-nli-sample"), ("20000", "32")], Writes = "my-sbert/model.safetensors",
        },
        new("sbert-repro accept --scale small --reason \"first baseline\"")
        {
            Before = "sbert-repro run" + OneCell, Instead = [(" --scale small", OneCell)], Writes = "results/baseline/sample/test-machine/table1/bag-of-words.seed1.json",
        },
        new("sbert-repro check --baseline results/baseline --junit check.xml")
        {
            Before = $"sbert-repro run{OneCell}\nsbert-repro accept{OneCell} --reason first", More = OneCell, Writes = "check.xml",
        },
        new("sbert-repro diff results-before results") { Before = $"sbert-repro run{OneCell}\ncp -r results results-before" },
        new("sbert-repro ledger sign --scale small") { Before = "sbert-repro run" + OneCell, Instead = [("small", "sample")], Writes = "statement.json" },
        new("sbert-repro ledger add statement.json") { Before = $"sbert-repro run{OneCell}\nsbert-repro ledger sign" },
        new("sbert-repro ledger list") { Before = $"sbert-repro run{OneCell}\nsbert-repro ledger sign\nsbert-repro ledger add statement.json" },
    ];

    private static readonly Dictionary<string, string> NotRun = new(StringComparer.Ordinal)
    {
        ["./run-all.sh"] = "builds the program and computes for minutes; .ci/run does it, and its arguments are parsed here",
        ["./run-all.sh --scale small --sign statement.json"] = "the same; LedgerTests signs at the end of a run",
        ["dotnet test --solution SbertRepro.sln -c Release"] = "runs these tests",
        ["dotnet build src/SbertRepro.Cli -c Release"] = "is how the tests came here; the path is checked below",
        ["alias sbert-repro=\"dotnet $PWD/src/SbertRepro.Cli/bin/Release/net10.0/sbert-repro.dll\""] = "a shell's own; the path is checked below",
        ["sbert-repro check --against HEAD~1 --budget 5"] = "builds another commit and times both for minutes; GateTests runs the pieces",
    };

    public static TheoryData<string> Commands => [.. ReadmeCommands.Lines.Concat(ReadmeCommands.Inline).Where(line => ReadmeCommands.Arguments(line).Any())];

    public static TheoryData<string> Runnable => [.. Rehearsals.Select(rehearsal => rehearsal.Line)];

    private readonly CliProcess _cli = new();

    public ReadmeCommandTests() => _cli.Environment["XDG_CONFIG_HOME"] = Path.Combine(_cli.Folder, "config"); // or the key of whoever runs the tests would sign

    public void Dispose() => _cli.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_verb_and_option_of_a_command_exists(string line) => Assert.All(ReadmeCommands.Arguments(line), AssertParses);

    [Fact]
    public void Every_example_that_a_verb_gives_under_help_exists_too()
    {
        var verbs = SbertRepro.Cli.CommandLine.Root().Subcommands.SelectMany(verb => verb.Subcommands.Prepend(verb)).OfType<Verb>();
        var examples = verbs.SelectMany(verb => verb.Examples).Select(line => line.Split("   ")[0]).ToList();

        Assert.True(examples.Count(line => ReadmeCommands.Arguments(line).Any()) > 40);
        Assert.All(examples, line => Assert.All(ReadmeCommands.Arguments(line), AssertParses));
    }

    [Fact]
    public void The_check_of_commands_sees_a_mistyped_option_behind_a_pipe() =>
        Assert.NotEmpty(Parse(Assert.Single(ReadmeCommands.Arguments("echo 'a | b' | sbert-repro score --sytem x"))).Errors);

    [Fact]
    public void Every_line_of_the_README_runs_here_or_says_why_not() =>
        Assert.Equal(
            ReadmeCommands.Lines.Order(StringComparer.Ordinal), Rehearsals.Select(rehearsal => rehearsal.Line).Concat(NotRun.Keys).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Runnable))]
    public void A_command_runs_on_the_sample(string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the README's shell is bash");
        var rehearsal = Rehearsals.Single(each => each.Line == line);
        Assert.All(rehearsal.Instead, part => Assert.Contains(part.From, line, StringComparison.Ordinal));
        TinyModel.Write(Path.Combine(_cli.Folder, "my-model"));
        _cli.Write("sentences.txt", "A man plays a guitar.\nSomeone is playing.\n");

        var run = _cli.Shell(rehearsal.Script);

        Assert.True(run.ExitCode == 0, $"{rehearsal.Script}: {run.ExitCode}\n{run.Output}{run.Errors}");
        if (rehearsal.Writes.Length > 0) Assert.True(File.Exists(Path.Combine(_cli.Folder, rehearsal.Writes)), $"{rehearsal.Script}: no {rehearsal.Writes}");
        else Assert.NotEmpty(run.Output);
    }

    [Fact]
    public void Programs_and_scripts_that_are_named_are_where_the_README_says()
    {
        string[] named = ["run-all.sh", "SbertRepro.sln", "src/SbertRepro.Cli/SbertRepro.Cli.csproj", "src/native/faiss/build.sh"];

        Assert.All(named, path => Assert.True(File.Exists(Path.Combine(SharedFolder.RepositoryRoot, path)), path));
        Assert.Equal("sbert-repro", typeof(SbertRepro.Cli.CommandLine).Assembly.GetName().Name);
        Assert.Contains("src/SbertRepro.Cli/bin/Release/net10.0", File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "run-all.sh")), StringComparison.Ordinal);
    }

    private static void AssertParses(string arguments)
    {
        var parsed = Parse(arguments);
        if (!arguments.Trim().Contains(' ')) // a verb that is only named
        {
            Assert.Contains(arguments.Trim(), SbertRepro.Cli.CommandLine.Root().Subcommands.Select(verb => verb.Name));
            return;
        }

        Assert.True(parsed.Errors.Count == 0, $"{arguments}: {string.Join(" ", parsed.Errors.Select(error => error.Message))}");
        Assert.NotEqual(parsed.RootCommandResult.Command, parsed.CommandResult.Command);
    }

    private static System.CommandLine.ParseResult Parse(string arguments) => SbertRepro.Cli.CommandLine.Root().Parse([.. CommandLineParser.SplitCommandLine(arguments)]);
}
