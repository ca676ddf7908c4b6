using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Speed;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Results;

namespace SbertRepro.Experiments.Studies;

/// <summary>How fast a system without a transformer encodes: sums of word vectors. Tokenisation is inside the clock, since it is most of the work.</summary>
/// <param name="System">Makes vectors.</param>
/// <param name="Sentences">All of them are encoded.</param>
/// <param name="Seconds">Enough.</param>
/// <param name="Similarity">Id of the similarity set whose pairs are among the sentences, on which the timed vectors are scored.</param>
public sealed record WordSpeed(SystemSpec System, SentenceSet Sentences, double Seconds, string Similarity)
    : StudyStep(System.Id, [System], [.. Sentences.Artifacts.Union(StsDatasets.Find(Similarity).Artifacts)])
{
    private const int Batch = 256; // large enough for all processors, small enough for dozens of batches
    private const int MostPasses = 40;

    // The runtime compiles anew what is called often, and the code in between, which counts, has a third of the speed: the first step of a process was timed in it.
    private const double WarmUpSeconds = 3;

    public override IEnumerable<(string Name, string Value)> Settings =>
        [("kind", "word vectors"), ("sentences", Sentences.Id), ("batch", Batch.ToString(CultureInfo.InvariantCulture)), ("seconds", Seconds.ToString(CultureInfo.InvariantCulture)), ("similarity", Similarity)];

    public override IReadOnlyList<string> Parts => [nameof(SpeedRows), nameof(TimedAccuracy)];

    public override IEnumerable<(string Name, string Hash)> Code => [Table7ComputationSpeed.TimingCode];

    public override StudyResult Measure(StudyContext context)
    {
        string[] sentences = [.. Sentences.Lines(context.Resolve)];
        using var encoder = context.OpenEncoder(System);
        var warmUp = Stopwatch.StartNew();
        do encoder.Encode(sentences, cancellation: context.Cancellation); // the first time reads the vectors of all words
        while (warmUp.Elapsed.TotalSeconds < Math.Min(WarmUpSeconds, Seconds));
        int[][] words = [.. sentences.Select(sentence => new int[Math.Max(1, sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length)])]; // only their number counts
        int[] lengths = [.. words.Select(each => each.Length)];
        var contestant = new Contestant(
            new SpeedConfiguration("managed", "fp32", "none"), string.Create(CultureInfo.InvariantCulture, $"managed fp32, {context.Setting.Threads} threads, batches of {Batch}"),
            Contestant.EncodingOf(encoder, sentences), PlanOf(lengths), words, encoder.Dimension);
        Turns.Take([contestant], new TurnOptions(3, MostPasses, Seconds), (pass, _) => context.Report(pass, MostPasses, $"pass {pass.ToString(CultureInfo.InvariantCulture)}"), context.Cancellation);
        var (spearman, pairs) = TimedAccuracy.Of(Similarity, sentences, contestant.Vectors, context.Resolve);
        return new StudyResult(
        [
            .. SpeedRows.Of(System.Name, contestant, sentences.Length, lengths.Average(), valid: null),
            new Quantity(SpeedWords.Row(System.Name, contestant.Name), SpeedWords.Spearman(Similarity), "", spearman) { Count = pairs },
        ])
        {
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"{System.Name}: {sentences.Length:N0} of {Sentences.Id}, {lengths.Average():F1} words on average; tokenisation inside the clock; always on the CPU; length batching would change nothing"),
            ],
        };
    }

    private static BatchPlan PlanOf(int[] lengths) => LengthBatching.InInputOrder(lengths, Batch);
}
