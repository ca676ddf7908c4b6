using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders;
using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Training;
using SbertRepro.Encoders.Training.Objectives;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Metrics;
using SbertRepro.Evaluation.Timing;
using static TorchSharp.torch;

namespace SbertRepro.Benchmarks;

/// <summary>
/// One step of SBERT-NLI (batch 16, softmax objective) on the mini-BERT: the plain TorchSharp loop (one copy, padded batches, AdamW per tensor) against ours. Contestants
/// take turns step by step on the same rows, each turn followed by a probe of the matrix product rate, so that all see the same weather.
/// </summary>
internal static class TrainingSpeed
{
    private const int WarmUpSteps = 3;
    private const int Batch = 16;

    private static readonly BertConfig Mini = new() { VocabularySize = 8192, HiddenSize = 256, Layers = 4, Heads = 4, IntermediateSize = 1024, MaxPositions = 128 };

    public static int Run(string[] arguments)
    {
        var steps = Parse(arguments);
        LibTorch.Load();
        var rows = ReadRows((steps + WarmUpSteps) * Batch);
        using var folder = new ModelFolder(Mini);
        using var plain = new PlainTraining(folder.Path, Mini, rows);
        using var flat = Ours(folder.Path, rows, Precision.Float32, replicas: 1);
        using var single = Ours(folder.Path, rows, Precision.Float32, replicas: 2);
        using var half = Ours(folder.Path, rows, Precision.BFloat16, replicas: 2);
        using var withoutDropout = Ours(folder.Path, rows, Precision.BFloat16, replicas: 2, dropout: 0);
        using var singleRate = new MatrixProductRate(Mini, rows: 512, ScalarType.Float32, changing: true);
        using var halfRate = new MatrixProductRate(Mini, rows: 512, ScalarType.BFloat16, changing: true);
        TrainingContestant[] contestants =
        [
            new("TorchSharp AdamW per tensor, fp32", plain.Step, singleRate),
            new("flat AdamW, length batches, fp32", flat.TakeStep, singleRate),
            new("flat AdamW, length batches, two replicas, fp32", single.TakeStep, singleRate),
            new("flat AdamW, length batches, two replicas, bf16", half.TakeStep, halfRate),
            new("the same without dropout", withoutDropout.TakeStep, halfRate),
        ];
        var threads = get_num_threads();
        for (var step = 0; step < steps + WarmUpSteps; step++)
        {
            int[] batch = [.. Enumerable.Range(step * Batch, Batch)];
            int[] lengths = [.. batch.SelectMany(row => rows[row]).Select(input => input.Ids.Length)];
            var work = new TrainingWork(Batch, lengths.Sum(), 3 * lengths.Sum(length => BertArithmetic.Operations(Mini, length)));
            foreach (var contestant in contestants)
            {
                set_num_threads(threads);
                contestant.Run(step, batch, work, counts: step >= WarmUpSteps);
            }
        }

        foreach (var contestant in contestants) Console.WriteLine(contestant.Line());
        foreach (var contestant in contestants.Skip(1))
        {
            var ratio = PairedRatio.Of($"{contestants[0].Name} over {contestant.Name}, seconds per step", contestants[0].Seconds, contestant.Seconds);
            Console.WriteLine(Text($"{ratio.What}: {ratio.Median:F2} [{ratio.Interval.Low:F2}, {ratio.Interval.High:F2}], median of {ratio.Pairs} paired ratios"));
        }

        Console.WriteLine(Text($"{steps} steps of {Batch} NLI pairs, random weights, dropout 0.1 unless said otherwise, {threads} threads"));
        set_num_threads(threads);
        Console.WriteLine($"optimiser alone: {Optimiser(plain.Optimise)} per tensor, {Optimiser(flat.Optimise)} flat (fp32), {Optimiser(half.Optimise)} flat (bf16, two replicas)");
        return 0;
    }

    private static string Optimiser(Action step)
    {
        var seconds = Enumerable.Range(0, 15).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            step();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }).ToArray();
        return Text($"{1000 * Quantiles.Median(seconds):F1} ms");
    }

    private static FineTuning Ours(string folder, TrainingRows rows, Precision precision, int replicas, double? dropout = null) =>
        new(folder, rows, new SoftmaxClassification(), new FineTuningOptions { Precision = precision, Replicas = replicas, Dropout = dropout });

    // Real lengths: NLI pairs of the mirror in bert-base-uncased's word pieces, folded into the small vocabulary.
    private static TrainingRows ReadRows(int count)
    {
        using var store = new ArtifactStore(Catalog.LoadDefault(), ArtifactOptions.FromEnvironment(offline: true, AppContext.BaseDirectory));
        string Get(string artifact) => store.GetAsync(artifact).GetAwaiter().GetResult().Path;
        var tokenization = BertTokenization.FromVocabulary(Get("bert-base-uncased/vocab.txt"));
        var pairs = NliReader.ReadAllNli(Get("nli/AllNLI-153k.tsv.gz"), NliSplit.Train, 153_042).Sample(153_042, count, seed: 1).ToArray();
        return TrainingRows.FromTokens(pairs.Select(pair => (new[] { Input(pair.Premise), Input(pair.Hypothesis) }, (float)pair.Label)), paddingId: 0, areJoint: false);

        PairTokens Input(string sentence)
        {
            int[] ids = [.. tokenization.Encode(sentence, Mini.MaxPositions).Select(id => id % Mini.VocabularySize)];
            return new PairTokens(ids, ids.Length);
        }
    }

    private static int Parse(string[] arguments) => arguments switch
    {
        [] => 100,
        ["--steps", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var steps) && steps > 0 => steps,
        _ => throw new UsageException($"training {string.Join(' ', arguments)}", "--steps N (1 or more)"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
