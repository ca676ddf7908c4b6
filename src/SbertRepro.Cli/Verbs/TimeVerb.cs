using System.CommandLine;
using System.Diagnostics;
using SbertRepro.Encoders;
using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Cli.Verbs;

/// <summary>Times one system on the probe sentences, for the regression gate.</summary>
internal sealed class TimeVerb : Verb
{
    private const int WarmUp = 2;

    private readonly EncoderOptions _encoder = new();
    private readonly Option<int> _passes = new("--passes") { HelpName = "N", DefaultValueFactory = _ => 5, Description = "timed passes over the sentences" };

    public TimeVerb()
        : base("time", "Times a system on 74 texts of our own and counts tokens, padding and allocated bytes: one line of JSON, which check compares between two programs.",
            ["sbert-repro time --system mini-bert-mean"]) => AddOptions([.. _encoder.All, _passes]);

    protected override int Work(ParseResult parsed, CancellationToken cancellation)
    {
        using var encoder = _encoder.OpenEncoder(parsed, cancellation);
        var probe = MachineProbe.Host()[^1];
        for (var pass = 0; pass < WarmUp; pass++) encoder.Encode(ProbeSentences.Timed, cancellation: cancellation);
        var (seconds, rates) = (new List<double>(), new List<double>());
        long allocated = 0;
        for (var pass = 0; pass < Math.Max(1, parsed.GetValue(_passes)); pass++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            encoder.Encode(ProbeSentences.Timed, cancellation: cancellation);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            var (amount, elapsed) = probe.Run();
            rates.Add(amount / elapsed);
        }

        var (tokens, padding) = _encoder.Tokenization(parsed) is { } tokenization ? Count(tokenization) : (0, 0);
        Console.Out.WriteLine(new EncodingTiming(_encoder.System(parsed), ProbeSentences.Hash, [.. seconds], [.. rates], new WorkCounters(tokens, padding, allocated)).ToJson());
        return ExitCode.Success;
    }

    private static (long Tokens, long Padding) Count(BertTokenization tokenization)
    {
        var plan = LengthBatching.Plan([.. tokenization.EncodeBatch(ProbeSentences.Timed, new SentenceBertOptions().MaxTokens).Select(ids => ids.Length)]);
        return (plan.Tokens, plan.Batches.Sum(batch => ((long)batch.Indices.Count * batch.Length) - batch.Tokens));
    }
}
