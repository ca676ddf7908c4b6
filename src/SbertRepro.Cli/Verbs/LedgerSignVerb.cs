using System.CommandLine;
using SbertRepro.Cli.Ledger;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;

namespace SbertRepro.Cli.Verbs;

/// <summary>One machine's results of one scale as a signed statement.</summary>
internal sealed class LedgerSignVerb : Verb
{
    private readonly SharedOptions _options = new();
    private readonly Option<string?> _machine = new("--machine") { HelpName = "ID", Description = "whose results (default: this machine's, or the only one's)" };
    private readonly Option<string> _output = new("--output", "-o") { HelpName = "FILE", DefaultValueFactory = _ => "statement.json", Description = "the statement" };
    private readonly Option<string?> _key = Signing.KeyOption();

    public LedgerSignVerb()
        : base("sign", "Signs the stored results of one scale and machine into one small file: scores, intervals, verdicts, and hashes of the results. Stale cells are marked. "
            + $"Computes nothing. {Signing.Meaning}",
        [
            "sbert-repro ledger sign                              the largest scale with results of this machine",
            "sbert-repro ledger sign --scale sample -o sample.json",
            "sbert-repro ledger sign --key ~/keys/lab.pem         another key than your usual one",
        ]) => AddOptions(_options.Scale, _machine, _options.Results, _output, _key);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        var results = new ResultStore(parsed.GetValue(_options.Results) ?? "results");
        var output = parsed.GetValue(_output)!;
        Signing.CheckOutput(output);
        var (scale, machine) = Choose(parsed, results);
        using var key = Signing.OpenKey(parsed.GetValue(_key));
        Console.Out.WriteLine(Signing.Write(output, results, scale, machine, key, Place.Sources()));
        return ExitCode.Success;
    }

    private (string Scale, string Machine) Choose(ParseResult parsed, ResultStore results)
    {
        var stored = new RecordStore<StudyRecord>(results.Root).All().Select(step => (step.Scale, step.Machine))
            .Concat(results.All().Select(run => (run.Scale, run.Machine))).Distinct().Order().ToList();
        var asked = SharedOptions.ParseScale(parsed.GetValue(_options.Scale));
        var named = parsed.GetValue(_machine);
        var scales = Scales.LargestFirst.Select(scale => scale.Name()).Where(scale => asked is null || asked.Value.Name() == scale).ToList();
        var places = scales.SelectMany(scale => stored.Where(place => place.Scale == scale && (named is null || place.Machine == named))).ToList();
        if (places.Count == 0)
        {
            var what = $"no results{(named is null ? "" : $" of {named}")}{(asked is null ? "" : $" at scale {asked.Value.Name()}")}";
            throw new ActionableException(what, results.Root, "results of a run", "sbert-repro run");
        }
        var here = places.Where(place => IsThisMachine(place.Machine)).ToList();
        if (here.Count == 0) here = places;
        var largest = here.Where(place => place.Scale == here[0].Scale).ToList();
        return largest is [var only] ? only : throw new UsageException(
            $"scale {largest[0].Scale} has results of {largest.Count} machines", $"--machine with one of {string.Join(", ", largest.Select(place => place.Machine))}");
    }

    // Without asking libtorch which accelerator there is: the id of a machine ends with its device.
    private static bool IsThisMachine(string id)
    {
        var computer = Machine.Read();
        return id == computer.Id("cpu") || id.StartsWith($"{Machine.Slug(computer.Cpu)}-{computer.Cores}c-", StringComparison.Ordinal);
    }
}
