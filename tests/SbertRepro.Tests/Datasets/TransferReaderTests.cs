using System.Text;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Datasets;
using Xunit;

namespace SbertRepro.Tests.Datasets;

public sealed class TransferReaderTests : IDisposable
{
    private static readonly string[] Types = ["ABBR", "DESC"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Sentences_are_lines_with_single_spaces_and_empty_ones_count() =>
        Assert.Equal([new("a b", null, 1), new("", null, 1), new("\"c\"", null, 1)], TransferReader.ReadSentences(Write("a \t b \n\n\"c\"\n"), 1));

    [Fact]
    public void Sentiment_is_behind_the_tab_and_the_text_is_utf8() =>
        Assert.Equal([new("clichés", null, 0), new("a b", null, 1)], TransferReader.ReadSentiment(Write("clichés \t0\na b\t1 \n")));

    [Fact]
    public void Questions_keep_the_coarse_class_and_are_latin1()
    {
        var path = folder.File("trec");
        File.WriteAllBytes(path, [.. "DESC:def What : is\n"u8, .. "ABBR:exp a sister"u8, 0xF0, .. "city"u8]);
        Assert.Equal([new("What : is", null, 1), new("a sisterðcity", null, 0)], TransferReader.ReadQuestions(path, Types));
    }

    [Fact]
    public void Paraphrases_come_without_their_header_byte_order_mark_and_ids() =>
        Assert.Equal([new("He said \" no .", "She said", 1)], TransferReader.ReadParaphrases(Write("\uFEFFQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\r\n1\t12\t13\tHe said \" no .\tShe said\r\n")));

    [Theory]
    [InlineData("a\t1\nb\n", "line 2: 1 column, expected 2, separated by tabs")]
    [InlineData("a\tb\t1\n", "line 1: 3 columns, expected 2")]
    [InlineData("a\t2\n", "line 1: the label '2', expected 0 or 1")]
    [InlineData(" \t1\n", "line 1: an empty sentence, expected text")]
    public void A_malformed_sentiment_line_is_named(string text, string message) => AssertNamed(message, () => TransferReader.ReadSentiment(Write(text)));

    [Theory]
    [InlineData("DESC:def What\nWhat is\n", "line 2: 'What is', expected COARSE:fine question")]
    [InlineData("What is: it\n", "line 1: 'What is: it', expected COARSE:fine question")]
    [InlineData("DISC:def What\n", "line 1: the class 'DISC', expected one of ABBR, DESC")]
    [InlineData("DESC:def \n", "line 1: an empty sentence")]
    [InlineData("\n", "line 1: '', expected COARSE:fine question")]
    public void A_malformed_question_is_named(string text, string message) => AssertNamed(message, () => TransferReader.ReadQuestions(Write(text), Types));

    [Theory]
    [InlineData("", "the file is empty, expected the header 'Quality\t#1 ID")]
    [InlineData("1\t2\t3\ta\tb\n", "line 1: the header '1\t2\t3\ta\tb', expected 'Quality")]
    [InlineData("Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\n1\t2\t3\ta\n", "line 2: 4 columns, expected 5")]
    [InlineData("Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\nx\t2\t3\ta\tb\n", "line 2: the quality 'x', expected 0 or 1")]
    [InlineData("Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\n1\t2\t3\ta\t\n", "line 2: an empty sentence")]
    public void A_malformed_paraphrase_is_named(string text, string message) => AssertNamed(message, () => TransferReader.ReadParaphrases(Write(text)));

    [Fact]
    public void Bytes_that_are_not_utf8_are_reported_with_their_line()
    {
        File.WriteAllBytes(folder.File("mr"), [.. "a\ncaf"u8, 0xE9, (byte)'\n']);
        AssertNamed("mr line 2: the bytes E9 are not UTF-8", () => TransferReader.ReadSentences(folder.File("mr"), 0));
    }

    private static void AssertNamed(string message, Action read) => Assert.Contains(message, Assert.Throws<ActionableException>(read).Message, StringComparison.Ordinal);

    private string Write(string text)
    {
        File.WriteAllText(folder.File("input"), text, new UTF8Encoding(false));
        return folder.File("input");
    }
}
