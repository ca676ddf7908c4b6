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
    public static string Sentence(IReadOnlyList<string> inputs) => inputs.Count switch
    {
        0 => "no input of the fingerprint changed",
        1 => $"the likely cause is {Words(inputs[0])}, the only input that changed",
        2 or 3 => $"inputs that changed: {string.Join(", ", inputs.Select(Words))}",
        _ => $"{inputs.Count} inputs changed, among them {string.Join(", ", inputs.Take(3).Select(Words))}",
    };
}
