using SbertRepro.Encoders.Training;
using SbertRepro.Evaluation;
using Xunit;

namespace SbertRepro.Encoders.Tests.Training;

public sealed class PairedTextTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly BertTokenization tokenization;

    public PairedTextTests() => tokenization = ToyTask.Model(folder);

    [Fact]
    public void Pairs_are_neighbouring_lines_of_one_document()
    {
        var text = Text(["a", "b c", "d"], ["e"], [], ["f", "", "g"]);
        Assert.Equal(["[CLS] a [SEP] b c [SEP]", "[CLS] b c [SEP] d [SEP]", "[CLS] f [SEP] g [SEP]"], Enumerable.Range(0, text.Count).Select(pair => Words(text.Read(pair, pair))));
    }

    [Fact]
    public void A_stranger_is_the_second_line_of_another_pair()
    {
        var pair = Text(["a", "b"], ["c", "d e"]).Read(0, 1);
        Assert.Equal("[CLS] a [SEP] d e [SEP]", Words(pair));
        Assert.Equal(3, pair.FirstLength);
    }

    [Fact]
    public void The_longer_line_is_cut_first()
    {
        var pair = Text([string.Join(' ', Enumerable.Repeat("a", 100)), "b c"], ["d", "e"]).Read(0, 0);
        Assert.Equal(PairedText.LongestPair, pair.Ids.Length);
        Assert.EndsWith("a [SEP] b c [SEP]", Words(pair), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_two_pairs_is_refused() =>
        Assert.Contains("1 pairs of neighbouring lines", Assert.Throws<ActionableException>(() => Text(["a", "b"], ["c"])).Message, StringComparison.Ordinal);

    [Fact]
    public void The_file_is_read_back_without_the_text()
    {
        var path = folder.File("kept.pairs");
        var made = PairedText.OpenOrBuild(path, () => [["a", "b", "c"]], tokenization);
        var read = PairedText.OpenOrBuild(path, () => throw new InvalidOperationException("read again"), tokenization);
        Assert.Equal(made.Count, read.Count);
        Assert.Equal(made.Read(1, 1).Ids, read.Read(1, 1).Ids);
    }

    public void Dispose() => folder.Dispose();

    private PairedText Text(params string[][] documents) => PairedText.OpenOrBuild(folder.File("text.pairs"), () => documents, tokenization);

    private string Words(PairTokens pair) => string.Join(' ', tokenization.Tokens(pair.Ids));
}
