using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>Weights of a model that a result was measured with, or that its training began with.</summary>
/// <param name="Model">The folder of the weights, as artifacts name it: "sample/mini-bert".</param>
/// <param name="Sha256">Of their file.</param>
public sealed record WeightsRead(string Model, string Sha256)
{
    private const string File = "/model.safetensors";

    /// <summary>By what the fingerprint says; nothing for systems without such a file.</summary>
    public static IEnumerable<WeightsRead> By(Fingerprint fingerprint) =>
        from input in fingerprint.Inputs
        where input.Key.EndsWith(File, StringComparison.Ordinal) && input.Key.IndexOf('/', StringComparison.Ordinal) < input.Key.Length - File.Length // a user's own folder has no name here
        select new WeightsRead(ModelOf(input.Key), input.Value);

    /// <summary>Whether two of the results read the same model with different weights: then they say nothing about each other.</summary>
    public static bool Differ(IEnumerable<Fingerprint> results) => results.SelectMany(By).Distinct().GroupBy(read => read.Model).Any(model => model.Skip(1).Any());

    // A cell names its files "model/...", a study "file/...".
    private static string ModelOf(string input) => input[(input.IndexOf('/', StringComparison.Ordinal) + 1)..^File.Length];
}
