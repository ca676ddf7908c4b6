using SbertRepro.Evaluation.Tasks;
using Xunit;

namespace SbertRepro.Encoders.Tokenization;

public sealed class BertTokenizationTests : IDisposable
{
    private static readonly string[] Pieces =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "ab", "##a", "##b", "$", "+", "東", "i\u0307", "É", "é", "e", "A", "ss", "ß", "🐶"];

    private readonly TemporaryFolder _folder = new();
    private readonly BertTokenization _tokenization;

    public BertTokenizationTests() => _tokenization = Load(new BertTextOptions());

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ab aba", "ab ab ##a")]
    [InlineData("aB\tA\nb", "ab a b")]
    [InlineData("a$b+", "a $ b +")]
    [InlineData("abz", "[UNK]")]
    [InlineData("a東b", "a 東 b")]
    [InlineData("É e\u0301", "e e")]
    [InlineData("a\u0000b\u200Bc\uFEFF", "[UNK]")]
    [InlineData("a\u00ADb", "ab")]
    [InlineData("a\u2028b\u3000c", "a b c")]
    [InlineData("a\uD83D b\uDC36", "a b")] // lone surrogates vanish
    [InlineData("🐶a", "🐶 ##a")]
    [InlineData("🐶", "🐶")]
    [InlineData("", "")]
    [InlineData(" \t ", "")]
    [InlineData("a[MASK]b [UNK]", "a [MASK] b [UNK]")]
    [InlineData("[mask]", "[UNK] [UNK] [UNK]")]
    [InlineData("[[SEP]", "[UNK] [SEP]")]
    public void Text_becomes_these_pieces(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', _tokenization.Tokens(_tokenization.EncodeWithoutSpecialTokens(text))));

    [Fact]
    public void Without_lower_casing_accents_and_case_stay()
    {
        var cased = Load(new BertTextOptions(LowerCase: false));
        Assert.Equal(["A", "É", "é"], cased.Tokens(cased.EncodeWithoutSpecialTokens("A É é")));
    }

    [Fact]
    public void Lower_casing_without_stripping_accents_keeps_the_dot_of_a_capital_i()
    {
        var accented = Load(new BertTextOptions(StripAccents: false));
        Assert.Equal(["i\u0307", "é"], accented.Tokens(accented.EncodeWithoutSpecialTokens("İ É")));
    }

    [Fact]
    public void Ideographs_stay_together_when_asked_to()
    {
        var joined = Load(new BertTextOptions(SplitChinese: false));
        Assert.Equal(["[UNK]"], joined.Tokens(joined.EncodeWithoutSpecialTokens("a東b")));
    }

    [Fact]
    public void A_word_of_more_than_100_code_points_is_unknown()
    {
        Assert.Equal(100, _tokenization.EncodeWithoutSpecialTokens("c" + new string('a', 99)).Length);
        Assert.Equal([_tokenization.UnknownId], _tokenization.EncodeWithoutSpecialTokens("c" + new string('a', 100)));
    }

    [Theory]
    [InlineData("a b c", 5, "[CLS] a b c [SEP]")]
    [InlineData("a b c", 4, "[CLS] a b [SEP]")]
    [InlineData("a b c", 2, "[CLS] [SEP]")]
    [InlineData("", 9, "[CLS] [SEP]")]
    public void Encoding_is_cut_inside_its_special_tokens(string text, int maxTokens, string expected) =>
        Assert.Equal(expected, string.Join(' ', _tokenization.Tokens(_tokenization.Encode(text, maxTokens))));

    [Theory]
    [InlineData("a a a", "b b b", 9, 3, 3)]
    [InlineData("a a a", "b b b", 8, 3, 2)]
    [InlineData("a a a", "b b b", 7, 2, 2)]
    [InlineData("a a a a a a", "b", 6, 2, 1)]
    [InlineData("a", "b b b b b b", 6, 1, 2)]
    [InlineData("a a a a a a", "b b b", 8, 3, 2)]
    [InlineData("a a", "", 4, 1, 0)]
    [InlineData("a a", "b b", 3, 0, 0)]
    public void The_longer_of_a_pair_is_cut_first(string first, string second, int maxTokens, int firstKept, int secondKept)
    {
        var pair = _tokenization.EncodePair(first, second, maxTokens);
        string[] expected = ["[CLS]", .. Enumerable.Repeat("a", firstKept), "[SEP]", .. Enumerable.Repeat("b", secondKept), "[SEP]"];
        Assert.Equal(expected, _tokenization.Tokens(pair.Ids));
        Assert.Equal(firstKept + 2, pair.FirstLength);
        Assert.Equal((0, 1), (pair.Segment(pair.FirstLength - 1), pair.Segment(pair.FirstLength)));
    }

    [Fact]
    public void A_batch_of_pairs_equals_its_pairs()
    {
        SentencePair[] pairs = [new("a", "b"), new("ab c", ""), new("a b c", "c b a")];
        var batch = _tokenization.EncodeBatch(pairs, 6, TestContext.Current.CancellationToken);
        Assert.Equal(pairs.Select(pair => _tokenization.EncodePair(pair.First, pair.Second, 6).Ids), batch.Select(pair => pair.Ids));
    }

    [Fact]
    public void Lengths_without_room_for_the_special_tokens_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenization.Encode("a", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenization.EncodePair("a", "b", 2));
    }

    [Fact]
    public void A_cancelled_batch_stops()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => _tokenization.EncodeBatch(["a", "b"], 8, cancellation.Token));
    }

    private BertTokenization Load(BertTextOptions options)
    {
        File.WriteAllLines(_folder.File("vocab.txt"), Pieces);
        return BertTokenization.FromVocabulary(_folder.File("vocab.txt"), options);
    }
}
