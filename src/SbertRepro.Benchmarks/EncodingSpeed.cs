using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;
using TorchSharp;

namespace SbertRepro.Benchmarks;

/// <summary>
/// How fast BERT-base encodes the sentences of STS-B test on this CPU (paper Table 7), and which share of the matrix product rate that is.
/// Weights are random: time does not depend on them. The configurations take turns batch by batch, each followed by a probe of the matrix product rate.
/// </summary>
internal static class EncodingSpeed
{
    private const int NaiveBatch = 32; // sentence-transformers' default batch size in 2019
    private const int WarmUpBatches = 2;
    private const double RequiredCosine = 0.9995; // design, section 4: below it a bf16 row is void
    private const double RequiredEquality = 0.99999; // fp32 against fp32: only the padding differs

    public static int Run(string[] arguments)
    {
        var (passes, folder) = Parse(arguments);
        var sentences = ReadSentences();
        var tokenization = BertTokenization.FromVocabulary(Get("bert-base-uncased/vocab.txt"));
        var tokens = tokenization.EncodeBatch(sentences, BertConfig.Base.MaxPositions);
        int[] lengths = [.. tokens.Select(ids => ids.Length)];
        using var single = Encoder(Precision.Float32, tokenization);
        using var half = Encoder(Precision.BFloat16, tokenization);
        using var singleRate = new MatrixProductRate(BertConfig.Base, LengthBatching.DefaultTokenBudget, torch.ScalarType.Float32);
        using var halfRate = new MatrixProductRate(BertConfig.Base, LengthBatching.DefaultTokenBudget, torch.ScalarType.BFloat16);
        var started = DateTimeOffset.UtcNow;
        Contestant[] contestants =
        [
            new("fp32", "none", $"fp32, input order, batches of {NaiveBatch}", single, singleRate, LengthBatching.InInputOrder(lengths, NaiveBatch), tokens),
            new("fp32", "length", "fp32, length batches", single, singleRate, LengthBatching.Plan(lengths), tokens),
            new("bf16", "length", "bf16, length batches", half, halfRate, LengthBatching.Plan(lengths), tokens),
        ];
        for (var pass = 0; pass < passes; pass++) Race(contestants, pass);
        var record = Record(contestants, lengths, started);
        Print(record);
        Console.Error.WriteLine($"Saved {new SpeedStore(folder).Save(record)}");
        return record.Rows.All(row => row.Valid == true) ? 0 : 1;
    }

    /// <summary>Whoever has done the smallest part of its tokens goes next, so that all see the same weather.</summary>
    private static void Race(Contestant[] contestants, int pass)
    {
        foreach (var contestant in contestants) contestant.Begin(pass, pass == 0 ? WarmUpBatches : 0);
        while (contestants.Where(contestant => !contestant.Finished).MinBy(contestant => contestant.Fraction) is { } next)
        {
            next.RunBatch();
            if (!Console.IsErrorRedirected) Console.Error.Write($"\rpass {pass + 1}: {contestants.Min(contestant => contestant.Fraction):P0} ");
        }
        if (!Console.IsErrorRedirected) Console.Error.Write("\r                    \r");
    }

    private static SpeedRecord Record(Contestant[] contestants, int[] lengths, DateTimeOffset started)
    {
        var machine = Machine.Read();
        var (naive, length, half) = (contestants[0], contestants[1], contestants[2]);
        var (lengthCosine, halfCosine) = (naive.SmallestCosineTo(length), naive.SmallestCosineTo(half));
        var id = machine.Id("cpu");
        var tree = WorkingTree.Read(AppContext.BaseDirectory);
        Array.Sort(lengths);
        return new SpeedRecord("small", id, "encoding-bert-base",
            [naive.Row(id, true), length.Row(id, lengthCosine >= RequiredEquality), half.Row(id, halfCosine >= RequiredCosine)],
            [
                PairedRatio.Of($"{half.Name} over {naive.Name}", half.SegmentRates, naive.SegmentRates),
                PairedRatio.Of($"{length.Name} over {naive.Name}", length.SegmentRates, naive.SegmentRates),
                PairedRatio.Of($"{half.Name} over its matrix product rate", half.SegmentGflops, half.SegmentProductGflops),
            ],
            [
                Text($"{lengths.Length:N0} sentences of STS-B test, {lengths.Average():F1} tokens on average, median {lengths[lengths.Length / 2]}, longest {lengths[^1]}; random weights; tokenisation outside the clock"),
                Text($"smallest cosine to fp32 in input order: {lengthCosine:F6} (fp32, length batches), {halfCosine:F6} (bf16); required {RequiredEquality} and {RequiredCosine}"),
                Text($"rate of matrix products probed after every batch, {LengthBatching.DefaultTokenBudget} rows: {singleProducts(naive, length):F0} GFLOP/s fp32, {half.ProductGflops:F0} bf16; peak memory is of the whole process, both models loaded"),
            ],
            new Provenance
            {
                Commit = tree.Commit,
                Dirty = tree.Dirty,
                Command = "benchmarks encoding",
                OperatingSystem = machine.OperatingSystem,
                Runtime = machine.Runtime,
                Cpu = machine.Cpu,
                Cores = machine.Cores,
                Threads = torch.get_num_threads(),
                Device = "cpu",
                Packages = Packages.Read(AppContext.BaseDirectory),
                Artifacts = new(StringComparer.Ordinal),
                Started = started,
                Seconds = Math.Round((DateTimeOffset.UtcNow - started).TotalSeconds, 1),
            });

        static double singleProducts(Contestant a, Contestant b) => (a.ProductGflops + b.ProductGflops) / 2;
    }

    private static void Print(SpeedRecord record)
    {
        foreach (var row in record.Rows)
        {
            Console.WriteLine(Text($"{row.Precision,-5} {row.Batching,-7} {row.SentencesPerSecond,7:F1} sentences/s {row.TokensPerSecond,7:F0} tokens/s {row.Gflops,6:F0} GFLOP/s {100 * row.GemmShare,5:F1} % of the matrix product rate, padding {100 * row.Padding,4:F1} %, peak {row.PeakMegabytes:F0} MB{(row.Valid == true ? "" : ", VOID: accuracy did not hold")}"));
        }
        foreach (var ratio in record.Ratios)
            Console.WriteLine(Text($"{ratio.What}: {ratio.Median:F2} [{ratio.Interval.Low:F2}, {ratio.Interval.High:F2}], median of {ratio.Pairs} paired ratios"));
        foreach (var note in record.Notes) Console.WriteLine(note);
    }

    private static SentenceBert Encoder(Precision precision, BertTokenization tokenization) =>
        new(BertCheckpoint.Random(BertConfig.Base), tokenization, compute: new ComputeOptions { Precision = precision });

    private static string[] ReadSentences()
    {
        var dataset = StsDatasets.Find("STSb-test").Read(Get);
        return [.. dataset.Subsets.SelectMany(subset => subset.Pairs).SelectMany(pair => new[] { pair.First, pair.Second })];
    }

    private static string Get(string artifact)
    {
        using var store = new ArtifactStore(Catalog.LoadDefault(), ArtifactOptions.FromEnvironment(offline: true, AppContext.BaseDirectory));
        return store.GetAsync(artifact).GetAwaiter().GetResult().Path;
    }

    private static (int Passes, string Folder) Parse(string[] arguments)
    {
        var (passes, folder) = (2, "results");
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (arguments is var all && i + 1 < all.Length && all[i] == "--results") folder = all[i + 1];
            else if (i + 1 < arguments.Length && arguments[i] == "--passes" && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out passes) && passes > 0) continue;
            else throw new UsageException($"encoding {string.Join(' ', arguments[i..])}", "--passes N (1 or more), --results FOLDER");
        }
        return (passes, folder);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
