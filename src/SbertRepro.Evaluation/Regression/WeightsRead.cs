using SbertRepro.Evaluation.Results;

namespace SbertRepro.Evaluation.Regression;

/// <summary>Weights of a model that a result was measured with, or that its training began with.</summary>
/// <param name="Model">The folder of the weights, as artifacts name it: "sample/mini-bert".</param>
/// <param name="Sha256">Of their file.</param>
public sealed record WeightsRead(string Model, string Sha256)
{
    private const string File = "/model.safetensors";

    // Files of a user's own folder bear the names they have inside it, which tell no model from another: at its root, or where sentence-transformers saved weights until 2020.
    private const string InOwnFolder = "0_Transformer";

    /// <summary>By what the fingerprint says; nothing for systems without such a file, and for models of a user's own.</summary>
    public static IEnumerable<WeightsRead> By(Fingerprint fingerprint) =>
        from input in fingerprint.Inputs
        let name = input.Key[(input.Key.IndexOf('/', StringComparison.Ordinal) + 1)..] // of the file: a cell says "model/..." before it, a study "file/..."
        where name.EndsWith(File, StringComparison.Ordinal)
        let model = name[..^File.Length]
        where model != InOwnFolder
        select new WeightsRead(model, input.Value);

    /// <summary>Whether two of the results read the same model with different weights: then they say nothing about each other.</summary>
    public static bool Differ(IEnumerable<Fingerprint> results) => results.SelectMany(By).Distinct().GroupBy(read => read.Model).Any(model => model.Skip(1).Any());
}
