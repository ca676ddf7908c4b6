using System.Text.Json;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders;

/// <summary>The sizes of a BERT encoder, as <c>config.json</c> of a Hugging Face folder states them.</summary>
public sealed record BertConfig
{
    /// <summary>bert-base-uncased: 110 M parameters (Devlin et al. 2019, section 3).</summary>
    public static readonly BertConfig Base = new();

    /// <summary>bert-large-uncased: 335 M parameters (Devlin et al. 2019, section 3).</summary>
    public static readonly BertConfig Large = new() { HiddenSize = 1024, Layers = 24, Heads = 16, IntermediateSize = 4096 };

    public int VocabularySize { get; init; } = 30522;

    public int HiddenSize { get; init; } = 768;

    public int Layers { get; init; } = 12;

    public int Heads { get; init; } = 12;

    public int IntermediateSize { get; init; } = 3072;

    /// <summary>Longest input in tokens, [CLS] and [SEP] included.</summary>
    public int MaxPositions { get; init; } = 512;

    public int SegmentTypes { get; init; } = 2;

    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Dropout probability of hidden states while training.</summary>
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout probability of attention weights while training.</summary>
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>
    /// What the pooler, and with it a cross-encoder, reads: the state of [CLS] in the paper's BERT; the mini-BERT's was trained on the maximum over all tokens
    /// (<c>classifier_pooling</c>, as ModernBERT's config.json calls it).
    /// </summary>
    public Pooling ClassifierPooling { get; init; } = Pooling.Cls;

    /// <summary>Reads <c>config.json</c>; refuses every setting that <see cref="Bert"/> does not implement.</summary>
    public static BertConfig Load(string path)
    {
        if (!File.Exists(path)) throw new ActionableException("no such file", path, "the config.json of a BERT model");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Parse(document.RootElement, path);
        }
        catch (JsonException failure)
        {
            throw new ActionableException($"not JSON ({failure.Message})", path, "the config.json of a BERT model", inner: failure);
        }
    }

    private static BertConfig Parse(JsonElement json, string path)
    {
        Require(json, path, "model_type", "bert", "bert");
        Require(json, path, "hidden_act", "gelu", "gelu");
        Require(json, path, "position_embedding_type", "absolute", "absolute");
        var config = new BertConfig
        {
            VocabularySize = Integer("vocab_size"),
            HiddenSize = Integer("hidden_size"),
            Layers = Integer("num_hidden_layers"),
            Heads = Integer("num_attention_heads"),
            IntermediateSize = Integer("intermediate_size"),
            MaxPositions = Integer("max_position_embeddings"),
            SegmentTypes = Integer("type_vocab_size"),
            LayerNormEpsilon = Number("layer_norm_eps", 1e-12),
            HiddenDropout = Number("hidden_dropout_prob", 0.1),
            AttentionDropout = Number("attention_probs_dropout_prob", 0.1),
            ClassifierPooling = ClassifierPoolings.Parse(json.TryGetProperty(ClassifierPoolings.Key, out var pooling) ? pooling.GetString() : null, path),
        };
        return config.HiddenSize % config.Heads == 0
            ? config
            : throw new ActionableException($"hidden_size {config.HiddenSize} over {config.Heads} heads", path, "a hidden size that the heads divide");

        int Integer(string name) => json.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) && number > 0
            ? number
            : throw new ActionableException($"no positive integer \"{name}\"", path, "the config.json of a BERT model");

        double Number(string name, double fallback) => json.TryGetProperty(name, out var value) ? value.GetDouble() : fallback;
    }

    private static void Require(JsonElement json, string path, string name, string supported, string whenAbsent)
    {
        var found = json.TryGetProperty(name, out var value) ? value.GetString() : whenAbsent;
        if (found != supported) throw new ActionableException($"{name} \"{found}\" is not implemented", path, $"\"{supported}\"");
    }
}

/// <summary>How <c>config.json</c> names <see cref="BertConfig.ClassifierPooling"/>.</summary>
internal static class ClassifierPoolings
{
    public const string Key = "classifier_pooling";

    public static string Name(Pooling pooling) => pooling.ToString().ToLowerInvariant();

    public static Pooling Parse(string? name, string path) => name switch
    {
        null or "cls" => Pooling.Cls,
        "mean" => Pooling.Mean,
        "max" => Pooling.Max,
        _ => throw new ActionableException($"{Key} \"{name}\" is not implemented", path, "\"cls\", \"mean\" or \"max\""),
    };
}
