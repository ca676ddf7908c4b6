using System.Text.Json.Nodes;
using SbertRepro.Evaluation;
using Xunit;

namespace SbertRepro.Encoders.Tokenization;

public sealed class TokenizerFilesTests : IDisposable
{
    private const string Json = """
        {
          "truncation": {"max_length": 2}, "padding": {"strategy": {"Fixed": 128}},
          "added_tokens": [{"id": 0, "content": "[UNK]", "normalized": false, "special": true}, {"id": 5, "content": "[CLS]"}, {"id": 6, "content": "[SEP]"}],
          "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
          "pre_tokenizer": {"type": "BertPreTokenizer"},
          "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
              {"Sequence": {"id": "B", "type_id": 1}}, {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
            "special_tokens": {"[CLS]": {"ids": [5]}, "[SEP]": {"ids": [6]}}
          },
          "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 3,
            "vocab": {"[UNK]": 0, "a": 1, "##b": 2, "é": 3, "E": 4}}
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Settings_come_from_the_file()
    {
        File.WriteAllText(_folder.File("tokenizer.json"), Json);
        var tokenization = BertTokenization.FromTokenizerJson(_folder.File("tokenizer.json"));
        Assert.Equal([5, 1, 2, 2, 0, 6], tokenization.Encode("ABb abbb", 8)); // truncation and padding are the caller's
        Assert.Equal((5, 6), (tokenization.ClassificationId, tokenization.SeparatorId));
    }

    [Fact]
    public void The_configuration_beside_it_overrules_the_normaliser()
    {
        File.WriteAllText(_folder.File("tokenizer.json"), Json);
        File.WriteAllText(_folder.File("tokenizer_config.json"), """{"do_lower_case": false, "strip_accents": false, "cls_token": {"content": "[CLS]"}}""");
        Assert.Equal([3, 4, 0], BertTokenization.FromFolder(_folder.Path).EncodeWithoutSpecialTokens("é E A"));
    }

    [Fact]
    public void A_folder_with_a_vocabulary_only_lower_cases_unless_its_configuration_says_otherwise()
    {
        File.WriteAllLines(_folder.File("vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "A"]);
        Assert.Equal([5, 5], BertTokenization.FromFolder(_folder.Path).EncodeWithoutSpecialTokens("A a"));
        File.WriteAllText(_folder.File("tokenizer_config.json"), """{"do_lower_case": false}""");
        Assert.Equal([6, 5], BertTokenization.FromFolder(_folder.Path).EncodeWithoutSpecialTokens("A a"));
    }

    [Theory]
    [InlineData("model.type", "\"BPE\"", "model.type is BPE, expected WordPiece")]
    [InlineData("normalizer.type", "\"NFC\"", "normalizer.type is NFC, expected BertNormalizer")]
    [InlineData("normalizer", "null", "normalizer is absent")]
    [InlineData("normalizer.lowercase", "\"yes\"", "lowercase is \"yes\", expected true or false")]
    [InlineData("pre_tokenizer.type", "\"Whitespace\"", "pre_tokenizer.type is Whitespace, expected BertPreTokenizer")]
    [InlineData("post_processor.type", "\"ByteLevel\"", "post_processor.type is ByteLevel")]
    [InlineData("post_processor.single", "[{\"Sequence\": {\"id\": \"A\", \"type_id\": 0}}]", "post_processor.single is A:0, expected [CLS]:0 A:0 [SEP]:0")]
    [InlineData("model.vocab", "{\"[UNK]\": 0, \"a\": 2}", "token 'a' has id 2")]
    [InlineData("model.vocab", "{\"[UNK]\": 0, \"a\": 1, \"b\": 1}", "token 'b' has id 1")]
    [InlineData("model.vocab", "{\"a\": \"x\"}", "unexpected kind")]
    [InlineData("model.unk_token", "null", "unexpected kind")]
    [InlineData("model.unk_token", "\"<unk>\"", "no token '<unk>'")]
    [InlineData("added_tokens", "[{\"id\": 7, \"content\": \"<mask>\", \"lstrip\": true}]", "added_tokens '<mask>' lstrip is true, expected false")]
    [InlineData("added_tokens", "[{\"id\": 7, \"content\": \"a b\"}]", "tokens without white space")]
    public void What_is_not_implemented_is_refused_by_name(string key, string value, string message)
    {
        var root = JsonNode.Parse(Json)!;
        var (section, name) = key.Split('.') is [var outer, var inner] ? (root[outer]!, inner) : (root, key);
        section[name] = JsonNode.Parse(value);
        File.WriteAllText(_folder.File("tokenizer.json"), root.ToJsonString());

        var error = Assert.Throws<ActionableException>(() => BertTokenization.FromTokenizerJson(_folder.File("tokenizer.json")));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bert_processing_is_understood_too()
    {
        var root = JsonNode.Parse(Json)!;
        root["post_processor"] = JsonNode.Parse("""{"type": "BertProcessing", "sep": ["[SEP]", 6], "cls": ["[CLS]", 5]}""");
        File.WriteAllText(_folder.File("tokenizer.json"), root.ToJsonString());
        Assert.Equal([5, 1, 6], BertTokenization.FromFolder(_folder.Path).Encode("a", 8));
    }

    [Theory]
    [InlineData("{", "does not parse")]
    [InlineData("[]", "not a JSON object")]
    public void A_file_that_is_not_a_json_object_is_refused(string text, string message)
    {
        File.WriteAllText(_folder.File("tokenizer.json"), text);
        Assert.Contains(message, Assert.Throws<ActionableException>(() => BertTokenization.FromFolder(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"do_basic_tokenize": false}""", "do_basic_tokenize is false")]
    [InlineData("""{"cls_token": "<s>"}""", "cls_token is '<s>', expected '[CLS]'")]
    [InlineData("""{"do_lower_case": 1}""", "do_lower_case is 1, expected true or false")]
    public void A_configuration_that_is_not_implemented_is_refused(string configuration, string message)
    {
        File.WriteAllText(_folder.File("tokenizer.json"), Json);
        File.WriteAllText(_folder.File("tokenizer_config.json"), configuration);
        Assert.Contains(message, Assert.Throws<ActionableException>(() => BertTokenization.FromFolder(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_that_is_absent_doubled_or_without_special_tokens_is_refused()
    {
        Assert.Contains("no tokenizer.json and no vocab.txt", Assert.Throws<ActionableException>(() => BertTokenization.FromFolder(_folder.Path)).Message, StringComparison.Ordinal);
        var path = _folder.File("vocab.txt");
        Assert.Contains("not there", Assert.Throws<ActionableException>(() => BertTokenization.FromVocabulary(path)).Message, StringComparison.Ordinal);
        File.WriteAllLines(path, ["a", "b", "a"]);
        Assert.Contains("'a' has the ids 0 and 2", Assert.Throws<ActionableException>(() => BertTokenization.FromVocabulary(path)).Message, StringComparison.Ordinal);
        File.WriteAllLines(path, ["a", "b"]);
        Assert.Contains("no token '[PAD]'", Assert.Throws<ActionableException>(() => BertTokenization.FromVocabulary(path)).Message, StringComparison.Ordinal);
    }
}
