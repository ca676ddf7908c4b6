using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>Results at one scale that were measured with other weights of a model than the newest result that read it: the model was replaced, they are of the former one.</summary>
/// <param name="Model">The folder of its weights, as artifacts name it: "sample/mini-bert".</param>
/// <param name="Scale">Of the results.</param>
/// <param name="Results">Names of the systems and of the steps of studies, in order.</param>
public sealed record FormerModel(string Model, string Scale, IReadOnlyList<string> Results)
{
    private const string Weights = "/model.safetensors";

    /// <summary>By model and scale; nothing where each model has been one and the same.</summary>
    public static IReadOnlyList<FormerModel> In(StoredResults stored)
    {
        var readings = stored.Runs.SelectMany(run => run.Cells.SelectMany(cell => Readings(run.Scale, run.System, cell.Fingerprint, cell.Provenance)))
            .Concat(stored.Steps.SelectMany(step => Readings(step.Scale, StudyRecord.NameOf(step.Study, step.Step), step.Fingerprint, step.Provenance)));
        return
        [
            .. from model in readings.GroupBy(reading => reading.Model)
               let now = model.MaxBy(reading => reading.Started)!.Sha256
               from scale in model.Where(reading => reading.Sha256 != now).GroupBy(reading => reading.Scale)
               select new FormerModel(model.Key, scale.Key, [.. scale.Select(reading => reading.Result).Distinct().Order(StringComparer.Ordinal)]),
        ];
    }

    // A cell names its files "model/...", a study "file/...".
    private static IEnumerable<Reading> Readings(string scale, string result, Fingerprint fingerprint, Provenance provenance) =>
        from input in fingerprint.Inputs
        where input.Key.EndsWith(Weights, StringComparison.Ordinal)
        select new Reading(input.Key[(input.Key.IndexOf('/', StringComparison.Ordinal) + 1)..^Weights.Length], scale, result, input.Value, provenance.Started);

    private sealed record Reading(string Model, string Scale, string Result, string Sha256, DateTimeOffset Started);
}
