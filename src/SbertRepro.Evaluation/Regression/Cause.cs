namespace SbertRepro.Evaluation.Regression;

/// <summary>Inputs of a fingerprint in words, and the likely cause where exactly one of them changed.</summary>
public static class Cause
{
    /// <summary>"code/encoders" as a reader would say it.</summary>
    public static string Words(string input) => input.Split('/', 2) switch
    {
        ["code", "metrics"] => "the source of metrics, tasks and dataset readers",
        ["code", "encoders"] => "the source of the encoders",
        ["code", "training"] => "the source of the training",
        ["code", var part] => $"the source of {part}",
        ["data", var file] => $"the data file {file}",
        ["model", var file] => $"the model file {file}",
        ["library", var package] => $"the library {package}",
        ["system", var setting] => $"the system's {setting}",
        _ => $"the {input}",
    };

    /// <summary>What the changed inputs say about a changed number.</summary>
    /// <param name="inputs">Names of the fingerprint's inputs that changed.</param>
    /// <param name="surroundings">Facts of the machine and the libraries that changed.</param>
    public static string Sentence(IReadOnlyList<string> inputs, IReadOnlyList<string>? surroundings = null)
    {
        // The commit is no cause by itself: the fingerprint holds the source that computes. Libraries and the device are inputs.
        List<string> facts = [.. (surroundings ?? []).Where(fact => fact != EnvironmentDifference.Commit && !inputs.Contains(fact) && !inputs.Contains($"library/{fact}"))];
        return inputs.Count switch
        {
            0 => Surroundings(facts),
            1 => $"the likely cause is {Words(inputs[0])}, the only input that changed{AndToo(facts)}",
            _ when OfOneKind(inputs) is { } kind => $"the likely cause is {kind}: {Listed(inputs)}; no other input changed{AndToo(facts)}",
            2 or 3 => $"inputs that changed: {Listed(inputs)}",
            _ => $"{inputs.Count} inputs changed, among them {Listed(inputs.Take(3))}",
        };
    }

    private static string Surroundings(IReadOnlyList<string> facts) => facts.Count switch
    {
        0 => "no input of the fingerprint changed",
        1 => $"no input of the fingerprint changed; the likely cause is the {facts[0]}, all that differs in the surroundings",
        _ => $"no input of the fingerprint changed; the surroundings did: {string.Join(", ", facts)}",
    };

    private static string AndToo(IReadOnlyList<string> facts) => facts.Count == 0 ? "" : $"; the surroundings differ too: {string.Join(", ", facts)}";

    // Another model comes in several files, another library in several packages.
    private static string? OfOneKind(IReadOnlyList<string> inputs) => inputs.Select(input => input.Split('/')[0]).Distinct().ToList() switch
    {
        ["model"] => "the model",
        ["data"] => "the data",
        ["library"] => "the libraries",
        _ => null,
    };

    private static string Listed(IEnumerable<string> inputs) => string.Join(", ", inputs.Select(Words));
}
