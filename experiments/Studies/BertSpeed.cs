using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Speed;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Experiments.Studies;

/// <summary>
/// How fast a BERT encodes in every backend and precision, in plain and in length batches. The configurations take turns batch by batch, each batch followed by a probe of the matrix product
/// rate; vectors are compared with torch's in float32, and a configuration that differs too much is void.
/// </summary>
/// <param name="System">A bi-encoder.</param>
/// <param name="Sentences">To encode.</param>
/// <param name="Count">Sentences, chosen evenly over all lengths.</param>
/// <param name="Seconds">Enough for the turns of a process; one pass over the sentences is always done.</param>
/// <param name="Onnx">Also our export in ONNX Runtime, float32 and int8.</param>
/// <param name="Similarity">Id of the similarity set whose pairs are among the sentences: every configuration is scored on them by its timed vectors. Null for random weights, which have nothing to lose.</param>
public sealed record BertSpeed(SystemSpec System, SentenceSet Sentences, int Count, double Seconds, bool Onnx, string? Similarity)
    : StudyStep(System.Id, [System], [.. Sentences.Artifacts.Union(Similarity is null ? [] : StsDatasets.Find(Similarity).Artifacts)])
{
    private const int MostPasses = 5;

    public override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("kind", "bert"), ("sentences", Sentences.Id), ("count", Count.ToString(CultureInfo.InvariantCulture)), ("seconds", Seconds.ToString(CultureInfo.InvariantCulture)),
        ("onnx", Onnx ? "fp32 and int8" : "none"), ("similarity", Similarity ?? "none"),
    ];

    public override IReadOnlyList<string> Parts => [nameof(SpeedRows), nameof(BertBackends), nameof(LengthSample), nameof(TimedAccuracy)];

    public override IEnumerable<(string Name, string Hash)> Code => [Table7ComputationSpeed.TimingCode];

    public override StudyResult Measure(StudyContext context)
    {
        var (sentences, tokens, of) = Sample(context);
        using var backends = BertBackends.Open(System, Onnx, context);
        var contestants = Contestants(backends, sentences, tokens);
        Turns.Take(contestants, new TurnOptions(1, MostPasses, Seconds),
            (pass, share) => context.Report((long)(1000 * (pass - 1 + share)), 1000 * MostPasses, $"pass {pass.ToString(CultureInfo.InvariantCulture)}"), context.Cancellation);
        var spearman = Spearman(contestants, sentences, context);
        var valid = contestants.ToDictionary(contestant => contestant, contestant => AccuracyHolds(contestant, contestants[0], spearman));
        Quantity[] rows = [.. contestants.SelectMany(contestant => Rows(contestant, contestants[0], tokens, valid[contestant]))];
        return new StudyResult([.. rows, .. SpearmanRows(spearman, contestants[0]), .. Ratios(contestants, valid, tokens.Length), Tokenising(sentences, context)])
        {
            Notes = [Note(tokens, of), .. backends.Notes],
        };
    }

    public override IEnumerable<string> Conclusions(IReadOnlyList<Quantity> quantities) => [SpeedRows.Fastest(System.Name, quantities)];

    private (string[] Sentences, int[][] Tokens, int Of) Sample(StudyContext context)
    {
        string[] all = [.. Sentences.Lines(context.Resolve)];
        var longest = context.ShapeOf(System)!.MaxPositions;
        var tokens = context.TokenizationOf(System)!.EncodeBatch(all, longest, context.Cancellation);
        var chosen = LengthSample.Of([.. tokens.Select(ids => ids.Length)], Count);
        return ([.. chosen.Select(index => all[index])], [.. chosen.Select(index => tokens[index])], all.Length);
    }

    /// <summary>Plain batches, then length batches, of each backend; the first is the reference.</summary>
    private static Contestant[] Contestants(BertBackends backends, string[] sentences, int[][] tokens)
    {
        int[] lengths = [.. tokens.Select(ids => ids.Length)];
        (string Batching, BatchPlan Plan)[] plans = [("none", LengthBatching.InInputOrder(lengths, Turns.NaiveBatch)), ("length", LengthBatching.Plan(lengths, backends.TokenBudget))];
        return
        [
            .. from backend in backends.All
               from plan in plans
               let configuration = new SpeedConfiguration(backend.Name, backend.Precision, plan.Batching)
               select new Contestant(configuration, SpeedWords.Configuration(backend.Name, backend.Precision, plan.Batching), Contestant.EncodingOf(backend.Encoder, sentences), plan.Plan, tokens, backend.Encoder.Dimension)
               {
                   Shape = backends.Shape,
                   Rate = backend.Rate,
                   Device = backends.Device,
               },
        ];
    }

    private static bool AccuracyHolds(Contestant contestant, Contestant reference, Dictionary<Contestant, (double Spearman, int Pairs)> spearman)
    {
        var required = contestant.Configuration.Precision == "fp32" ? Turns.RequiredEquality : Turns.RequiredCosine;
        return contestant.SmallestCosineTo(reference) >= required
            && (spearman.Count == 0 || Math.Abs(spearman[contestant].Spearman - spearman[reference].Spearman) <= TimedAccuracy.RequiredSpearman);
    }

    private IEnumerable<Quantity> Rows(Contestant contestant, Contestant reference, int[][] tokens, bool valid)
    {
        var row = SpeedWords.Row(System.Name, contestant.Name);
        foreach (var quantity in SpeedRows.Of(System.Name, contestant, tokens.Length, tokens.Average(ids => ids.Length), valid)) yield return quantity;
        if (contestant == reference) yield break;
        var cosines = contestant.CosinesTo(reference);
        yield return new Quantity(row, SpeedWords.SmallestCosine, "", cosines.Min()) { Count = cosines.Count, Size = tokens.Length, Valid = valid };
        yield return new Quantity(row, SpeedWords.MeanCosine, "", cosines.Average()) { Count = cosines.Count, Size = tokens.Length, Valid = valid };
    }

    /// <summary>Of every configuration; empty where nobody asked.</summary>
    private Dictionary<Contestant, (double Spearman, int Pairs)> Spearman(Contestant[] contestants, string[] sentences, StudyContext context) =>
        Similarity is null ? [] : contestants.ToDictionary(contestant => contestant, contestant => TimedAccuracy.Of(Similarity, sentences, contestant.Vectors, context.Resolve));

    private IEnumerable<Quantity> SpearmanRows(Dictionary<Contestant, (double Spearman, int Pairs)> spearman, Contestant reference)
    {
        foreach (var (contestant, (value, pairs)) in spearman)
        {
            var row = SpeedWords.Row(System.Name, contestant.Name);
            yield return new Quantity(row, SpeedWords.Spearman(Similarity!), "", value) { Count = pairs };
            if (contestant == reference) continue;
            var change = value - spearman[reference].Spearman;
            yield return new Quantity(row, SpeedWords.SpearmanChange(Similarity!), "points", change) { Count = pairs, Valid = Math.Abs(change) <= TimedAccuracy.RequiredSpearman };
        }
    }

    /// <summary>What length batches, half the bits and another backend gain, each against its neighbour in time.</summary>
    private IEnumerable<Quantity> Ratios(Contestant[] contestants, Dictionary<Contestant, bool> valid, int sentences)
    {
        var named = contestants.ToDictionary(contestant => contestant.Configuration);
        (SpeedConfiguration Numerator, SpeedConfiguration Denominator)[] asked =
        [
            .. contestants.Select(contestant => contestant.Configuration).Where(each => each.Batching == "length").Select(each => (each, each with { Batching = "none" })),
            (new("torch", "bf16", "none"), new("torch", "fp32", "none")), (new("torch", "bf16", "length"), new("torch", "fp32", "length")),
            (new("torch", "bf16", "length"), new("onnx", "fp32", "none")), (new("torch", "bf16", "length"), new("onnx", "int8", "length")),
            (new("onnx", "fp32", "length"), new("torch", "fp32", "length")), (new("onnx", "int8", "length"), new("onnx", "fp32", "length")),
        ];
        return from pair in asked
               where named.ContainsKey(pair.Numerator) && named.ContainsKey(pair.Denominator)
               let ratio = named[pair.Numerator].RatioTo(named[pair.Denominator])
               select SpeedRows.Ratio(System.Name, ratio, valid[named[pair.Numerator]] && valid[named[pair.Denominator]], sentences);
    }

    // Outside the clock of the turns; beside them, so that a reader can add it.
    private Quantity Tokenising(string[] sentences, StudyContext context)
    {
        var (tokenization, longest) = (context.TokenizationOf(System)!, context.ShapeOf(System)!.MaxPositions);
        var timing = RepeatedTiming.Measure(
            () => tokenization.EncodeBatch(sentences, longest, context.Cancellation), new TimingOptions { Samples = 10, Seconds = 2, WarmUpSeconds = 1, Threads = context.Setting.Threads }, context.Cancellation);
        return Quantities.Median(System.Name, SpeedWords.Tokenising, "sentences/s", [.. timing.Samples.Select(seconds => sentences.Length / seconds)], sentences.Length);
    }

    private string Note(int[][] tokens, int of)
    {
        var weights = System.Recipe is UntrainedBertRecipe ? "random weights: speed does not depend on them, int8's cosine does; " : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{System.Name}: {tokens.Length:N0} of {of:N0} sentences of {Sentences.Id}{(tokens.Length < of ? ", chosen evenly over all lengths" : "")}, {tokens.Average(ids => ids.Length):F1} tokens on average, the longest {tokens.Max(ids => ids.Length)}; {weights}tokenisation outside the clock; input order means batches of {Turns.NaiveBatch}");
    }
}
