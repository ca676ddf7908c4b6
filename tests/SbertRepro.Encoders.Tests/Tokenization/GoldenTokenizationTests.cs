using System.Globalization;
using System.Text.Json;
using Xunit;

namespace SbertRepro.Encoders.Tokenization;

public sealed class GoldenTokenizationTests
{
    private const int Unlimited = 10_000;

    private static readonly string[] Files = ["vocab.txt", "tokenizer.json"];

    [Fact]
    public void Every_golden_line_gives_its_ids_from_either_file()
    {
        foreach (var file in Files)
        {
            var tokenization = Load(file);
            Assert.All(Goldens(), golden => Assert.Equal(golden.Ids, tokenization.Encode(golden.Text, Unlimited)));
        }
    }

    [Fact]
    public void A_culture_with_its_own_casing_changes_nothing()
    {
        var tokenization = Load("vocab.txt");
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            Assert.All(Goldens(), golden => Assert.Equal(golden.Ids, tokenization.Encode(golden.Text, Unlimited)));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_batch_keeps_the_order()
    {
        var goldens = Goldens();
        Assert.Equal(goldens.Select(golden => golden.Ids), Load("vocab.txt").EncodeBatch([.. goldens.Select(golden => golden.Text)], Unlimited, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Tokens_of_ids_are_the_lines_of_the_vocabulary()
    {
        var tokenization = Load("vocab.txt");
        Assert.Equal(30522, tokenization.Vocabulary.Count);
        Assert.Equal(["[CLS]", "una", "##ffa", "##ble", "[SEP]"], tokenization.Tokens(tokenization.Encode("Unaffable", Unlimited)));
        Assert.Equal((0, 100, 101, 102, 103), (tokenization.PaddingId, tokenization.UnknownId, tokenization.ClassificationId, tokenization.SeparatorId, tokenization.MaskId));
    }

    [Fact]
    public void A_table_whose_template_kept_the_ids_of_its_teacher_encodes_without_special_tokens_only()
    {
        var tokenization = BertTokenization.FromTokenizerJson(SharedFolder.RequireMirrored("models/potion-base-4m-int8-128d/tokenizer.json"));
        Assert.Equal(29528, tokenization.Vocabulary.Count);
        Assert.Equal(["a", "man"], tokenization.Tokens(tokenization.EncodeWithoutSpecialTokens("A man")));
        Assert.Contains("ids 101 and 102", Assert.Throws<Evaluation.ActionableException>(() => tokenization.Encode("A man", 10)).Message, StringComparison.Ordinal);
    }

    private static BertTokenization Load(string file)
    {
        var path = SharedFolder.RequireMirrored($"models/bert-base-uncased-tokenizer-config-only/{file}");
        return file == "vocab.txt" ? BertTokenization.FromVocabulary(path) : BertTokenization.FromTokenizerJson(path);
    }

    private static List<(string Text, int[] Ids)> Goldens()
    {
        var goldens = File.ReadLines(SharedFolder.RequireGolden("tokenization-bert-base-uncased.jsonl"))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Select(line => (line.GetProperty("text").GetString()!, line.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray()))
            .ToList();
        Assert.Equal(344, goldens.Count);
        return goldens;
    }
}
