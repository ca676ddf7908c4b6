using System.Text.Json;
using System.Text.Json.Nodes;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders;

/// <summary>Everything that defines a <see cref="BertTokenization"/>.</summary>
/// <param name="Vocabulary">Word pieces and special tokens.</param>
/// <param name="Text">What happens before WordPiece.</param>
/// <param name="SpecialTokens">Recognised where they are written in a text.</param>
/// <param name="UnknownToken">Stands for a word that has no pieces.</param>
/// <param name="ContinuationPrefix">Marks a piece that is not the first of its word.</param>
/// <param name="MaximumWordLength">Longer words, in code points, are unknown.</param>
/// <param name="WithoutTemplate">Why [CLS] and [SEP] cannot be added, or null where they can.</param>
internal sealed record BertTokenizationSettings(
    Vocabulary Vocabulary,
    BertTextOptions Text,
    IReadOnlyList<string> SpecialTokens,
    string UnknownToken = "[UNK]",
    string ContinuationPrefix = "##",
    int MaximumWordLength = 100, // original BERT: tokenization.py, max_input_chars_per_word
    string? WithoutTemplate = null);

internal static class BertTokenizationFiles
{
    private static readonly string[] Standard = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private static readonly (string Key, string Token)[] Names =
        [("pad_token", "[PAD]"), ("unk_token", "[UNK]"), ("cls_token", "[CLS]"), ("sep_token", "[SEP]"), ("mask_token", "[MASK]")];

    public static BertTokenizationSettings ReadVocabulary(string path, BertTextOptions text)
    {
        Require(path);
        var vocabulary = new Vocabulary(File.ReadLines(path), path);
        foreach (var token in Standard) vocabulary.Id(token);
        return new BertTokenizationSettings(vocabulary, text, Standard);
    }

    public static BertTokenizationSettings ReadFolder(string folder)
    {
        var (json, vocabulary) = (Path.Combine(folder, "tokenizer.json"), Path.Combine(folder, "vocab.txt"));
        if (!File.Exists(json) && !File.Exists(vocabulary))
            throw new ActionableException("no tokenizer.json and no vocab.txt", folder, "the files of a BERT tokenizer");
        var settings = File.Exists(json) ? TokenizerJson.Read(json) : ReadVocabulary(vocabulary, new BertTextOptions());
        return settings with { Text = Overridden(settings.Text, Path.Combine(folder, "tokenizer_config.json")) };
    }

    public static void Require(string path)
    {
        if (!File.Exists(path)) throw new ActionableException("the file is not there", path, "the files of a BERT tokenizer");
    }

    public static JsonObject ReadObject(string path)
    {
        Require(path);
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new ActionableException("not a JSON object", path, "{ ... }");
        }
        catch (JsonException error)
        {
            throw new ActionableException($"does not parse: {error.Message}", path, "JSON", inner: error);
        }
    }

    /// <summary>As Hugging Face's BertTokenizerFast does, the configuration beside the tokenizer overrules the tokenizer's own normaliser.</summary>
    private static BertTextOptions Overridden(BertTextOptions text, string path)
    {
        if (!File.Exists(path)) return text;
        var configuration = ReadObject(path);
        if (Flag(configuration, "do_basic_tokenize", path) == false)
            throw new ActionableException("do_basic_tokenize is false", path, "true, the only value that is implemented");
        foreach (var (key, token) in Names) RequireName(configuration, key, token, path);
        return text with
        {
            LowerCase = Flag(configuration, "do_lower_case", path) ?? text.LowerCase,
            StripAccents = Flag(configuration, "strip_accents", path) ?? text.StripAccents,
            SplitChinese = Flag(configuration, "tokenize_chinese_chars", path) ?? text.SplitChinese,
        };
    }

    /// <summary>The name is a string, or an object with its "content".</summary>
    private static void RequireName(JsonObject configuration, string key, string token, string path)
    {
        var node = configuration[key] is JsonObject added ? added["content"] : configuration[key];
        if (node is not null && node.ToString() != token) throw new ActionableException($"{key} is '{node}'", path, $"'{token}', the only name that is implemented");
    }

    public static bool? Flag(JsonObject settings, string key, string path) => settings[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        var other => throw new ActionableException($"{key} is {other.ToJsonString()}", path, "true or false"),
    };
}
