using SbertRepro.Encoders;
using SbertRepro.Evaluation;
using SbertRepro.Experiments;

namespace SbertRepro.Cli;

/// <summary>Names typed by the user, turned into the values they stand for; a mistyped one gets a suggestion and exit code 2.</summary>
internal static class Names
{
    private static readonly Dictionary<string, Pooling> Poolings = new(StringComparer.Ordinal)
    {
        ["mean"] = Encoders.Pooling.Mean,
        ["cls"] = Encoders.Pooling.Cls,
        ["max"] = Encoders.Pooling.Max,
        ["mean-sqrt-length"] = Encoders.Pooling.MeanSqrtLength,
    };

    public static string[] Datasets { get; } =
        [.. Tables.All.SelectMany(table => table.Columns.Concat(table.SampleColumns)).Select(column => column.Dataset).Distinct()];

    /// <summary>A known system, or a model folder: anything with a path separator, or that exists as a folder and is no known id.</summary>
    public static SystemSpec System(string text)
    {
        if (Systems.All.FirstOrDefault(system => system.Id == text) is { } known) return known;
        if (Directory.Exists(text)) return LocalModel.Spec(text);
        if (text.Contains('/', StringComparison.Ordinal) || text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new UsageException($"--system {text} is no folder", "a folder with config.json, vocab.txt or tokenizer.json, and model.safetensors or model.onnx");
        throw SharedOptions.Unknown("--system", text, Systems.All.Select(system => system.Id));
    }

    public static Pooling? Pooling(string? text) => text is null ? null : Poolings[SharedOptions.OneOf("--pooling", text, [.. Poolings.Keys])];
}
