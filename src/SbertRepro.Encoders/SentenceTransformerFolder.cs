using System.Text.Json;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders;

/// <summary>
/// How a folder in the Hugging Face layout wants to be used: its <c>modules.json</c>, <c>1_Pooling/config.json</c> and
/// <c>sentence_bert_config.json</c>, read as sentence-transformers reads them. A folder without <c>modules.json</c> is a plain BERT with mean pooling.
/// </summary>
/// <param name="ModelFolder">Holds config.json, the vocabulary and the weights.</param>
/// <param name="Pooling">Null when the folder does not say.</param>
/// <param name="DenseFolders">Linear layers behind the pooling, in order.</param>
/// <param name="Normalize">Whether vectors are scaled to length 1 at the end.</param>
/// <param name="MaxTokens">[CLS] and [SEP] included; null when the folder does not say.</param>
/// <param name="Prompt">Text put before every sentence, "" for none.</param>
public sealed record SentenceTransformerFolder(
    string ModelFolder, Pooling? Pooling, IReadOnlyList<string> DenseFolders, bool Normalize, int? MaxTokens, string Prompt)
{
    private static readonly Dictionary<string, Pooling> PoolingModes = new(StringComparer.Ordinal)
    {
        ["pooling_mode_cls_token"] = Encoders.Pooling.Cls,
        ["pooling_mode_max_tokens"] = Encoders.Pooling.Max,
        ["pooling_mode_mean_tokens"] = Encoders.Pooling.Mean,
        ["pooling_mode_mean_sqrt_len_tokens"] = Encoders.Pooling.MeanSqrtLength,
    };

    public static SentenceTransformerFolder Read(string folder)
    {
        var modules = Path.Combine(folder, "modules.json");
        var read = new SentenceTransformerFolder(folder, null, [], Normalize: false, null, DefaultPrompt(folder));
        if (File.Exists(modules))
        {
            foreach (var module in Json(modules).EnumerateArray())
            {
                var (type, path) = (module.GetProperty("type").GetString()!.Split('.')[^1], Inside(folder, module.GetProperty("path").GetString()!, modules));
                read = type switch
                {
                    "Transformer" => read with { ModelFolder = path },
                    "Pooling" => read with { Pooling = PoolingOf(Path.Combine(path, "config.json")) },
                    "Dense" => read with { DenseFolders = [.. read.DenseFolders, path] },
                    "Normalize" => read with { Normalize = true },
                    _ => throw new ActionableException($"module {type} is not implemented", modules, "Transformer, Pooling, Dense or Normalize"),
                };
            }
        }

        return read with { MaxTokens = MaxTokensOf(read.ModelFolder) };
    }

    /// <summary>What the folder says, and the paper's choices where it says nothing.</summary>
    /// <param name="maxPositions">Longest input of the model in tokens.</param>
    public SentenceBertOptions Options(int maxPositions) => new()
    {
        Pooling = Pooling ?? Encoders.Pooling.Mean,
        Normalize = Normalize,
        MaxTokens = Math.Min(MaxTokens ?? maxPositions, maxPositions),
        Prompt = Prompt,
    };

    private static Pooling PoolingOf(string path)
    {
        var config = Json(path);
        Pooling pooling = 0;
        foreach (var mode in config.EnumerateObject().Where(property => property.Name.StartsWith("pooling_mode_", StringComparison.Ordinal)))
        {
            if (mode.Value.ValueKind != JsonValueKind.True) continue;
            pooling |= PoolingModes.TryGetValue(mode.Name, out var known)
                ? known
                : throw new ActionableException($"{mode.Name} is not implemented", path, string.Join(", ", PoolingModes.Keys));
        }

        return pooling == 0 ? throw new ActionableException("no pooling mode is switched on", path, string.Join(", ", PoolingModes.Keys)) : pooling;
    }

    private static int? MaxTokensOf(string folder)
    {
        foreach (var (file, name) in new[] { ("sentence_bert_config.json", "max_seq_length"), ("tokenizer_config.json", "model_max_length") })
        {
            var path = Path.Combine(folder, file);
            if (File.Exists(path) && Json(path).TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() < 1e6)
                return value.GetInt32();
        }

        return null;
    }

    private static string DefaultPrompt(string folder)
    {
        var path = Path.Combine(folder, "config_sentence_transformers.json");
        if (!File.Exists(path)) return "";
        var config = Json(path);
        if (!config.TryGetProperty("default_prompt_name", out var name) || name.ValueKind != JsonValueKind.String) return "";
        return config.TryGetProperty("prompts", out var prompts) && prompts.TryGetProperty(name.GetString()!, out var prompt)
            ? prompt.GetString()!
            : throw new ActionableException($"default_prompt_name \"{name.GetString()}\" is not among the prompts", path);
    }

    private static string Inside(string folder, string path, string source)
    {
        var full = Path.GetFullPath(Path.Combine(folder, path));
        var root = Path.GetFullPath(folder);
        return full == root || full.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || full.TrimEnd(Path.DirectorySeparatorChar) == root.TrimEnd(Path.DirectorySeparatorChar)
            ? full
            : throw new ActionableException($"path \"{path}\" leaves the model folder", source, "a path below the folder");
    }

    internal static JsonElement Json(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.Clone();
        }
        catch (Exception failure) when (failure is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ActionableException(failure is JsonException ? $"not JSON ({failure.Message})" : "no such file", path, inner: failure);
        }
    }
}
