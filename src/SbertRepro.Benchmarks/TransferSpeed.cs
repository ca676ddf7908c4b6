using System.Diagnostics;
using System.Globalization;
using SbertRepro.Encoders.Baselines;
using SbertRepro.Evaluation.Artifacts;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Tasks;

namespace SbertRepro.Benchmarks;

/// <summary>The transfer tasks (paper Table 5) on the 128-dimensional vectors of potion-base-4M: accuracy, and seconds of the classifiers alone.</summary>
internal static class TransferSpeed
{
    public static int Run(string[] arguments)
    {
        var tasks = arguments.Length > 0 ? arguments[0].Split(',') : [.. TransferDatasets.All.Select(s => s.Id)];
        var protocols = arguments.Length > 1 ? arguments[1].Split(',').Select(Enum.Parse<TransferProtocol>).ToArray() : [TransferProtocol.SentEval];
        using var store = new ArtifactStore(Catalog.LoadDefault(), ArtifactOptions.FromEnvironment(offline: true, AppContext.BaseDirectory));
        string Get(string id) => store.GetAsync(id).GetAwaiter().GetResult().Path;
        using var encoder = StaticTokenTable.Load(Path.GetDirectoryName(Get("potion-base-4m/tokenizer.json"))!);
        foreach (var task in tasks)
        {
            var dataset = TransferDatasets.Find(task).Read(Get);
            var vectors = encoder.Encode(dataset.DistinctSentences);
            foreach (var protocol in protocols)
            {
                var clock = Stopwatch.StartNew();
                var result = TransferClassification.Evaluate(vectors, dataset, protocol);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{task,-5} {protocol,-9} {100 * result.Accuracy:F2} {string.Join(' ', result.Scores)} {clock.Elapsed.TotalSeconds:F1} s; {result.Notes[0]}"));
            }
        }
        return 0;
    }
}
