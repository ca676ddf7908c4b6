using System.Text;
using SbertRepro.Evaluation;

namespace SbertRepro.Experiments;

/// <summary>A model folder of the user's own, in the Hugging Face layout: weights for torch, or a model in the ONNX format where there are none.</summary>
public static class LocalModel
{
    // What can change a vector: weights, configuration, vocabulary; not pictures, licences or a README.
    private static readonly string[] Extensions = [".json", ".txt", ".safetensors"];

    // As exporters name it; ".onnx_data" and the like hold the weights of a model of more than 2 GB.
    private static readonly string[] OnnxFiles = ["model.onnx", Path.Combine("onnx", "model.onnx")];

    /// <summary>Describes the folder as a system; its id is the folder's name.</summary>
    /// <exception cref="ActionableException">The folder lacks weights, a configuration or a vocabulary.</exception>
    public static SystemSpec Spec(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var model = Has(full, "config.json") ? full : Path.Combine(full, "0_Transformer"); // as sentence-transformers saved until 2020
        if (!Has(model, "config.json")) throw Incomplete(full, "config.json");
        var onnx = IsOnnx(full, model);
        if (!onnx && !Has(model, "model.safetensors")) throw Incomplete(full, "model.safetensors and no model.onnx");
        if (!Has(model, "vocab.txt") && !Has(model, "tokenizer.json")) throw Incomplete(full, "vocab.txt or tokenizer.json");
        return new SystemSpec(Id(full), Path.GetFileName(full), RecipeOf(Path.Combine(model, "config.json"), onnx), [], Enum.GetValues<Scale>())
        {
            Folder = full,
            NotJudged = "a local model folder",
        };
    }

    /// <summary>Every file of the folder that can change a vector, hashed.</summary>
    public static Found Files(string folder)
    {
        var onnx = IsOnnx(folder, folder);
        return new([.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.Ordinal) || (onnx && Path.GetExtension(path).StartsWith(".onnx", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(path => SourceFile.Local(Path.GetRelativePath(folder, path).Replace('\\', '/'), path))], null);
    }

    private static Recipe RecipeOf(string configuration, bool onnx)
    {
        var text = File.ReadAllText(configuration);
        if (onnx) return new OnnxRecipe(ReadsPairs(text));
        if (!text.Contains("\"num_hidden_layers\"", StringComparison.Ordinal)) return new StaticTokenTableRecipe(); // no layers: a table of vectors
        return ReadsPairs(text) ? new CrossEncoderRecipe() : new SentenceBertRecipe();
    }

    private static bool ReadsPairs(string configuration) => configuration.Contains("ForSequenceClassification", StringComparison.Ordinal);

    // Where weights are beside it, torch reads those.
    private static bool IsOnnx(string folder, string model) => !Has(model, "model.safetensors") && OnnxFiles.Any(name => Has(folder, name));

    private static string Id(string folder)
    {
        var id = new StringBuilder();
        foreach (var letter in Path.GetFileName(folder).ToLowerInvariant())
            id.Append(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' ? letter : '-');
        var name = $"local-{id}";
        return Systems.All.Any(system => system.Id == name) ? name + "-folder" : name;
    }

    private static bool Has(string folder, string name) => File.Exists(Path.Combine(folder, name));

    private static ActionableException Incomplete(string folder, string missing) =>
        new($"no {missing}", folder, "config.json, model.safetensors or model.onnx, and vocab.txt or tokenizer.json (the Hugging Face layout)");
}
