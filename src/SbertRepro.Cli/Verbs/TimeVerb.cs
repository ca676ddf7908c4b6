using System.CommandLine;
using System.Globalization;
using SbertRepro.Cli.Gate;
using SbertRepro.Encoders;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Cli.Verbs;

/// <summary>Times one system on the probe sentences, for the regression gate.</summary>
internal sealed class TimeVerb : Verb
{
    private readonly EncoderOptions _encoder = new();
    private readonly Option<int> _passes = new("--passes") { HelpName = "N", DefaultValueFactory = _ => 5, Description = "timed passes over the sentences" };

    private readonly Option<bool> _turns = new("--turns")
    {
        Description = "then wait: each line of standard input is a number of passes, answered by the seconds of the fastest; two programs so take turns",
    };

    private readonly Option<double> _plant = new("--plant")
    {
        HelpName = "SHARE",
        Description = "a busy loop that makes each pass slower by so much (0.05 for 5 %), to prove that the gate sees it",
    };

    public TimeVerb()
        : base("time", "Times a system on 74 texts of our own and counts tokens, padding, operator calls and allocated bytes: "
            + "one line of JSON, which check compares between two programs.",
        [
            "sbert-repro time --system mini-bert-mean --threads 1",
            "printf '3\\n3\\n' | sbert-repro time --system mini-bert-mean --threads 1 --turns",
        ]) => AddOptions([.. _encoder.All, _passes, _turns, _plant]);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_plant) is not (>= 0 and <= 10)) throw new UsageException("--plant", "a share from 0 to 10");
        using var encoder = _encoder.OpenEncoder(parsed, cancellation);
        var passes = new ProbePasses(encoder, parsed.GetValue(_plant));
        passes.WarmUp(cancellation);
        Console.Out.WriteLine(Time(parsed, passes, cancellation).ToJson());
        if (parsed.GetValue(_turns)) TakeTurns(passes, cancellation);
        return ExitCode.Success;
    }

    private EncodingTiming Time(ParseResult parsed, ProbePasses passes, CancellationToken cancellation)
    {
        var probe = MachineProbe.Host()[^1];
        var (seconds, rates) = (new List<double>(), new List<double>());
        for (var pass = 0; pass < Math.Max(1, parsed.GetValue(_passes)); pass++)
        {
            seconds.Add(passes.Run(cancellation));
            var (amount, elapsed) = probe.Run();
            rates.Add(amount / elapsed);
        }

        var (tokens, padding) = _encoder.Tokenization(parsed) is { } tokenization ? Count(tokenization) : (0, 0);
        var counters = new WorkCounters(tokens, padding, passes.AllocatedBytes, passes.OperatorCalls);
        return new EncodingTiming(_encoder.System(parsed), ProbeSentences.Hash, [.. seconds], [.. rates], counters);
    }

    // Whoever asks may be killed: the end of the input is the end of this process too.
    private static void TakeTurns(ProbePasses passes, CancellationToken cancellation)
    {
        while (Console.In.ReadLine() is { } line)
        {
            var turns = int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1_000_000 ? number
                : throw new UsageException($"a turn of {line} passes", "a whole number, at least 1");
            var fastest = Enumerable.Range(0, turns).Min(_ => passes.Run(cancellation));
            Console.Out.WriteLine(fastest.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private static (long Tokens, long Padding) Count(BertTokenization tokenization)
    {
        var plan = LengthBatching.Plan([.. tokenization.EncodeBatch(ProbeSentences.Timed, new SentenceBertOptions().MaxTokens).Select(ids => ids.Length)]);
        return (plan.Tokens, plan.Batches.Sum(batch => ((long)batch.Indices.Count * batch.Length) - batch.Tokens));
    }
}
