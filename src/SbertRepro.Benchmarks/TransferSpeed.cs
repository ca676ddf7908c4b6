using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders.Baselines;
using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Transfer;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Evaluation.Tasks.Transfer;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Benchmarks;

/// <summary>
/// The transfer tasks (paper Table 5) on the 128-dimensional vectors of potion-base-4M: accuracy under both protocols, seconds of the classifiers alone, and the batched training
/// beside torch's own, one classifier at a time, on the same jobs.
/// </summary>
internal static class TransferSpeed
{
    // Seconds of the original toolkit on one core, 128-dimensional vectors: as the project's owner measured them, not measured here.
    private static readonly Dictionary<string, double> Original = new() { ["CR"] = 337, ["TREC"] = 70, ["MRPC"] = 45 };

    public static int Run(string[] arguments)
    {
        var (tasks, jobs) = Parse(arguments);
        using var store = new ArtifactStore(Catalog.LoadDefault(), ArtifactOptions.FromEnvironment(offline: true, AppContext.BaseDirectory));
        string Get(string id) => store.GetAsync(id).GetAwaiter().GetResult().Path;
        using var encoder = StaticTokenTable.Load(Path.GetDirectoryName(Get("potion-base-4m/tokenizer.json"))!);
        foreach (var task in tasks)
        {
            var dataset = TransferDatasets.Find(task).Read(Get);
            var vectors = encoder.Encode(dataset.DistinctSentences);
            foreach (var protocol in Enum.GetValues<TransferProtocol>()) Evaluate(vectors, dataset, protocol);
            if (jobs > 0) Compare(vectors, dataset, jobs);
        }
        Console.WriteLine(Text($"peak memory {PeakMemory.Megabytes():F0} MB, {Environment.ProcessorCount} cores"));
        return 0;
    }

    private static void Evaluate(SentenceVectors vectors, TransferDataset dataset, TransferProtocol protocol)
    {
        var (wall, cpu) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var result = TransferClassification.Evaluate(vectors, dataset, protocol);
        var (seconds, busy) = (wall.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds);
        var faster = protocol == TransferProtocol.SentEval && Original.TryGetValue(dataset.Id, out var original) ? Text($", {original / seconds:F0} times the original's {original} s") : "";
        var interval = result.Scores[0].Interval!.Value;
        var f1 = result.Scores.FirstOrDefault(score => score.Metric == "f1") is { } score ? Text($" f1 {100 * score.Value:F2}") : "";
        Console.WriteLine(Text($"{dataset.Id,-5} {protocol,-8} {100 * result.Accuracy:F2} [{100 * interval.Low:F2}, {100 * interval.High:F2}]{f1}  {seconds:F1} s ({busy:F1} s of processor){faster}; {result.Notes[0]}"));
    }

    /// <summary>The first folds of the task, trained both ways.</summary>
    private static void Compare(SentenceVectors vectors, TransferDataset dataset, int count)
    {
        LibTorch.Load();
        TorchSharp.torch.set_num_threads(1);
        var data = LabelledVectors.Of(vectors, dataset, dataset.Train);
        var folds = StratifiedFolds.Assign(data.Labels, ModelSelection.Folds, ModelSelection.Seed);
        List<TrainingJob> jobs = [.. Enumerable.Range(0, Math.Min(count, ModelSelection.Folds)).Select(fold => new TrainingJob(Items(other => other != fold), Items(other => other == fold), ModelSelection.Strengths))];
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        var batched = new AdamTrainer().Fit(data, jobs).SelectMany(fits => fits).ToList();
        var middle = Process.GetCurrentProcess().TotalProcessorTime;
        var single = new OneAtATimeTrainer().Fit(data, jobs).SelectMany(fits => fits).ToList();
        var end = Process.GetCurrentProcess().TotalProcessorTime;
        var pairs = batched.Zip(single).ToList();
        Console.WriteLine(Text($"{dataset.Id,-5} {pairs.Count} classifiers: {(middle - start).TotalSeconds:F1} s of processor batched, {(end - middle).TotalSeconds:F1} s one at a time by torch, ratio {(end - middle) / (middle - start):F0}; {pairs.Count(pair => pair.First.Passes == pair.Second.Passes)} stopped at the same pass, dev accuracy differs by {100 * pairs.Average(pair => pair.First.DevAccuracy - pair.Second.DevAccuracy):F3} points on average and {100 * pairs.Max(pair => Math.Abs(pair.First.DevAccuracy - pair.Second.DevAccuracy)):F3} at most"));

        int[] Items(Func<int, bool> holds) => [.. Enumerable.Range(0, folds.Length).Where(item => holds(folds[item]))];
    }

    private static (IReadOnlyList<string> Tasks, int Jobs) Parse(string[] arguments)
    {
        var (tasks, jobs) = ((IReadOnlyList<string>)[.. Original.Keys], 0);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 < arguments.Length && arguments[i] == "--tasks") tasks = arguments[i + 1] == "all" ? [.. TransferDatasets.All.Select(source => source.Id)] : arguments[i + 1].Split(',');
            else if (i + 1 < arguments.Length && arguments[i] == "--compare" && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out jobs)) continue;
            else throw new UsageException($"transfer {string.Join(' ', arguments[i..])}", "--tasks CR,TREC or all, --compare FOLDS (0 to 10)");
        }
        return (tasks, jobs);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
