using System.Text.Json.Nodes;
using SbertRepro.Evaluation;

namespace SbertRepro.Encoders;

/// <summary>
/// Reads the tokenizer.json of Hugging Face tokenizers as far as it describes a BERT tokenizer, and refuses the rest by name.
/// Ignored: truncation and padding (arguments of the caller here), decoder (ids are not turned back into text).
/// </summary>
internal static class TokenizerJson
{
    public static BertTokenizationSettings Read(string path)
    {
        var root = BertTokenizationFiles.ReadObject(path);
        try
        {
            return Read(root, path);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or NullReferenceException)
        {
            throw new ActionableException($"a value has an unexpected kind: {error.Message}", path, "the tokenizer.json of a BERT tokenizer", inner: error);
        }
    }

    private static BertTokenizationSettings Read(JsonObject root, string path)
    {
        var model = Section(root, "model", path);
        // Files before tokenizers 0.10 carry no model type.
        if (model["type"]?.ToString() is { } type && type != "WordPiece") throw Unsupported("model.type", type, "WordPiece", path);
        if (Type(Section(root, "pre_tokenizer", path)) is var splitter && splitter != "BertPreTokenizer") throw Unsupported("pre_tokenizer.type", splitter, "BertPreTokenizer", path);

        var specials = SpecialTokens(root, path);
        var vocabulary = ReadVocabulary(Section(model, "vocab", path), specials, path);
        return new BertTokenizationSettings(vocabulary, ReadText(Section(root, "normalizer", path), path), [.. specials.Select(special => special.Token)])
        {
            UnknownToken = model["unk_token"]!.GetValue<string>(),
            ContinuationPrefix = model["continuing_subword_prefix"]!.GetValue<string>(),
            MaximumWordLength = model["max_input_chars_per_word"]!.GetValue<int>(),
            WithoutTemplate = TemplateDefect(root["post_processor"], vocabulary, path),
        };
    }

    private static BertTextOptions ReadText(JsonObject normalizer, string path)
    {
        if (Type(normalizer) is var type && type != "BertNormalizer") throw Unsupported("normalizer.type", type, "BertNormalizer", path);
        return new BertTextOptions(
            LowerCase: BertTokenizationFiles.Flag(normalizer, "lowercase", path) ?? true,
            StripAccents: BertTokenizationFiles.Flag(normalizer, "strip_accents", path),
            CleanText: BertTokenizationFiles.Flag(normalizer, "clean_text", path) ?? true,
            SplitChinese: BertTokenizationFiles.Flag(normalizer, "handle_chinese_chars", path) ?? true);
    }

    private static List<(string Token, int Id)> SpecialTokens(JsonObject root, string path)
    {
        var tokens = new List<(string, int)>();
        foreach (var added in root["added_tokens"]?.AsArray() ?? [])
        {
            var token = added!["content"]!.GetValue<string>();
            foreach (var flag in (string[])["single_word", "lstrip", "rstrip", "normalized"])
            {
                if (BertTokenizationFiles.Flag(added.AsObject(), flag, path) == true) throw Unsupported($"added_tokens '{token}' {flag}", "true", "false", path);
            }
            if (token.Length == 0 || token.Any(char.IsWhiteSpace)) throw Unsupported("added_tokens", $"'{token}'", "tokens without white space", path);
            tokens.Add((token, added["id"]!.GetValue<int>()));
        }
        return tokens;
    }

    private static Vocabulary ReadVocabulary(JsonObject vocab, List<(string Token, int Id)> specials, string path)
    {
        var pieces = vocab.Select(piece => (Token: piece.Key, Id: piece.Value!.GetValue<int>()));
        var byId = pieces.Union(specials).OrderBy(token => token.Id).ToList();
        for (var id = 0; id < byId.Count; id++)
        {
            if (byId[id].Id != id) throw new ActionableException($"token '{byId[id].Token}' has id {byId[id].Id}", path, $"id {id}: ids without gap or repetition");
            if (byId[id].Token.AsSpan().ContainsAny('\n', '\r')) throw Unsupported("model.vocab", $"a token with a line break at id {id}", "tokens of one line", path);
        }
        return new Vocabulary(byId.Select(token => token.Token), path);
    }

    /// <summary>Null when the post-processor puts [CLS] and [SEP] around the text under the ids of the vocabulary; else why it does not.</summary>
    private static string? TemplateDefect(JsonNode? processor, Vocabulary vocabulary, string path)
    {
        if (processor is null) return $"{path} has no post_processor";
        var (cls, sep) = processor["type"]?.GetValue<string>() switch
        {
            "TemplateProcessing" => TemplateIds(processor, path),
            "BertProcessing" => (Named(processor["cls"]!, "[CLS]", path), Named(processor["sep"]!, "[SEP]", path)),
            var type => throw Unsupported("post_processor.type", type, "TemplateProcessing or BertProcessing", path),
        };
        var agrees = vocabulary.TryGetId("[CLS]", out var clsId) && vocabulary.TryGetId("[SEP]", out var sepId) && (cls, sep) == (clsId, sepId);
        // Distilled static tables keep the template of their teacher but renumber the vocabulary; they never use it.
        return agrees ? null : $"the post_processor of {path} gives them the ids {cls} and {sep}, the vocabulary others";
    }

    private static (int Cls, int Sep) TemplateIds(JsonNode processor, string path)
    {
        RequireTemplate(processor, "single", "[CLS]:0 A:0 [SEP]:0", path);
        RequireTemplate(processor, "pair", "[CLS]:0 A:0 [SEP]:0 B:1 [SEP]:1", path);
        var tokens = processor["special_tokens"]!;
        return (tokens["[CLS]"]!["ids"]!.AsArray().Single()!.GetValue<int>(), tokens["[SEP]"]!["ids"]!.AsArray().Single()!.GetValue<int>());
    }

    private static void RequireTemplate(JsonNode processor, string name, string expected, string path)
    {
        var parts = processor[name]!.AsArray().Select(part => part!["SpecialToken"] ?? part["Sequence"]).Select(part => $"{part!["id"]}:{part["type_id"]}");
        if (string.Join(' ', parts) is var template && template != expected) throw Unsupported($"post_processor.{name}", template, expected, path);
    }

    /// <summary>BertProcessing writes a special token as ["[CLS]", 101].</summary>
    private static int Named(JsonNode token, string expected, string path) =>
        token[0]!.GetValue<string>() is var name && name != expected ? throw Unsupported("post_processor", name, expected, path) : token[1]!.GetValue<int>();

    private static JsonObject Section(JsonObject parent, string key, string path) =>
        parent[key] as JsonObject ?? throw Unsupported(key, parent[key]?.ToJsonString() ?? "absent", "the section of a BERT tokenizer", path);

    private static string? Type(JsonObject section) => section["type"]?.GetValue<string>();

    private static ActionableException Unsupported(string key, string? value, string supported, string path) =>
        new($"{key} is {(value is null ? "absent" : value.Length > 80 ? value[..80] + "..." : value)}", path, $"{supported}; nothing else is implemented");
}
