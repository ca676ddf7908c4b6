using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>Results at one scale that were measured with other weights of a model than the newest result that read it: the model was replaced, they are of the former one.</summary>
/// <param name="Model">The folder of its weights, as artifacts name it: "sample/mini-bert".</param>
/// <param name="Scale">Of the results.</param>
/// <param name="Results">Names of the systems and of the steps of studies, in order.</param>
public sealed record FormerModel(string Model, string Scale, IReadOnlyList<string> Results)
{
    /// <summary>By model and scale; nothing where each model has been one and the same.</summary>
    public static IReadOnlyList<FormerModel> In(StoredResults stored)
    {
        var now = CurrentWeights.In(stored);
        var results = stored.Runs.SelectMany(run => run.Cells.Select(cell => (run.Scale, Name: run.System, cell.Fingerprint)))
            .Concat(stored.Steps.Select(step => (step.Scale, Name: StudyRecord.NameOf(step.Study, step.Step), step.Fingerprint)));
        return
        [
            .. from result in results
               from read in WeightsRead.By(result.Fingerprint)
               where now.IsFormer(read)
               group result.Name by (read.Model, result.Scale) into former
               select new FormerModel(former.Key.Model, former.Key.Scale, [.. former.Distinct().Order(StringComparer.Ordinal)]),
        ];
    }
}
