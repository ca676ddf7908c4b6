using System.Diagnostics;
using System.Globalization;
using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Timing;

namespace SbertRepro.Experiments.Studies;

/// <summary>How well one system finds the relevant documents, and how long a query takes that is asked alone.</summary>
/// <param name="Stage">Finds them.</param>
public sealed record Retrieval(FirstStage Stage) : StudyStep(Stage.Id, Stage.Systems, SciFact.Artifacts)
{
    public override IReadOnlyList<string> Parts => [nameof(FirstStage), nameof(SciFact), nameof(RetrievalQuantities)];

    public override IEnumerable<(string Name, string Value)> Settings =>
    [
        ("kind", "retrieval"), ("collection", "scifact-test"), ("stage", Stage.Id),
        ("depth", SciFactRetrieval.Depth.ToString(CultureInfo.InvariantCulture)), ("metrics", CodeHash.Metrics),
    ];

    public override StudyResult Measure(StudyContext context)
    {
        var dataset = SciFact.Read(context.Resolve);
        var start = Stopwatch.GetTimestamp();
        using var stage = Stage.Open(dataset, context);
        var indexing = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var run = stage.Run(dataset, SciFactRetrieval.Depth, context.Cancellation);
        var (quality, notes) = RetrievalQuantities.Of(Stage.Name, dataset, run);
        var next = 0;
        var timing = RepeatedTiming.Measure(
            () => stage.Search(dataset.Queries[next++ % dataset.Queries.Count].Text, SciFactRetrieval.Depth),
            new TimingOptions { Samples = dataset.Queries.Count, FewestSamples = dataset.Queries.Count, WarmUpSeconds = 2, Threads = context.Setting.Threads },
            context.Cancellation);
        double[] milliseconds = [.. timing.Samples.Select(seconds => 1000 * seconds)];
        return new StudyResult(
        [
            .. quality,
            Quantities.Median(Stage.Name, StudyWords.OneQuery, "ms", milliseconds),
            .. Quantities.Tail(Stage.Name, StudyWords.OneQuery, "ms", timing, perSecond: 1000),
            new(Stage.Name, SciFactRetrieval.Indexing, "s", indexing) { Count = 1 },
        ])
        {
            Notes = [.. stage.Notes, .. notes],
        };
    }
}
