using System.Globalization;
using System.Text;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Datasets;
using Xunit;

namespace SbertRepro.Datasets;

public sealed class StsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Benchmark_lines_have_seven_columns_or_more_and_no_quoting()
    {
        var pairs = StsReader.ReadBenchmark(Write("main\tMSRvid\t2012\t1\t3.25\tA \"quoted start.\tÜber 5 €.\nmain\tx\t2013\t2\t0\tone\ttwo\tlicence\tlicence\n"));
        Assert.Equal([new ScoredPair("A \"quoted start.", "Über 5 €.", 3.25), new ScoredPair("one", "two", 0)], pairs);
    }

    [Fact]
    public void Pairs_with_an_empty_score_are_left_out()
    {
        var pairs = StsReader.ReadInputAndGold(Write("a\tb\nc\td\tsource\tsource\ne\tf\n"), Write("4.5\n\n0\n", "gold"));
        Assert.Equal([new ScoredPair("a", "b", 4.5), new ScoredPair("e", "f", 0)], pairs);
    }

    [Fact]
    public void An_unscored_last_pair_is_left_out_too() =>
        Assert.Equal([new ScoredPair("a", "b", 1)], StsReader.ReadInputAndGold(Write("a\tb\nc\td\n"), Write("1\n\n", "gold")));

    [Fact]
    public void Sick_columns_are_found_by_their_header_and_line_ends_may_be_crlf()
    {
        var pairs = StsReader.ReadSick(Write("pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\r\n6\tA\tB\t3.3\tNEUTRAL\r\n"));
        Assert.Equal([new ScoredPair("A", "B", 3.3)], pairs);
    }

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_header() =>
        Assert.Equal([new ScoredPair("A", "B", 5)], StsReader.ReadSample(Write("\uFEFFscore\tsentence1\tsentence2\n5\tA\tB")));

    [Fact]
    public void Unicode_line_separators_do_not_end_a_line() =>
        Assert.Equal([new ScoredPair("a\u2028b\u0085", "c\rd", 1)], StsReader.ReadInputAndGold(Write("a\u2028b\u0085\tc\rd\n"), Write("1\n", "gold")));

    [Fact]
    public void Scores_are_read_with_a_point_under_a_comma_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(2.5, StsReader.ReadSample(Write("score\tsentence1\tsentence2\n2.5\tA\tB\n"))[0].Gold);
            Assert.Contains("'2,5'", Failure(() => StsReader.ReadSample(Write("score\tsentence1\tsentence2\n2,5\tA\tB\n"))), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("g\tf\ty\t1\t5\ta\tb\ng\tf\ty\t2\t5\ta\n", "line 2: 6 columns, expected 7 or more")]
    [InlineData("\n", "line 1: 1 column, expected 7 or more")]
    [InlineData("g\tf\ty\t1\tx\ta\tb\n", "line 1: the score 'x', expected a number from 0 to 5")]
    [InlineData("g\tf\ty\t1\t5.1\ta\tb\n", "line 1: the score '5.1'")]
    [InlineData("g\tf\ty\t1\tNaN\ta\tb\n", "line 1: the score 'NaN'")]
    [InlineData("g\tf\ty\t1\t\ta\tb\n", "line 1: the score ''")]
    [InlineData("g\tf\ty\t1\t5\t \tb\n", "line 1: an empty sentence")]
    public void A_malformed_benchmark_line_is_named(string text, string message) =>
        Assert.Contains(message, Failure(() => StsReader.ReadBenchmark(Write(text))), StringComparison.Ordinal);

    [Theory]
    [InlineData("a\tb\nc\td\n", "1\n", "gold: 1 lines, expected 2, one per line of")]
    [InlineData("a b\n", "1\n", "input line 1: 1 column, expected 2 or more")]
    [InlineData("a\tb\n", "one\n", "gold line 1: the score 'one'")]
    [InlineData("a\tb\nc\n", "1\n\n", "input line 2: 1 column")]
    public void A_malformed_pair_of_files_is_named(string input, string gold, string message) =>
        Assert.Contains(message, Failure(() => StsReader.ReadInputAndGold(Write(input), Write(gold, "gold"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "the file is empty, expected a header line")]
    [InlineData("score\tsentence1\n1\ta\n", "line 1: the columns score, sentence1, expected a column sentence2")]
    [InlineData("score\tsentence1\tsentence2\n1\ta\n", "line 2: 2 columns, expected 3 or more")]
    public void A_malformed_sample_is_named(string text, string message) =>
        Assert.Contains(message, Failure(() => StsReader.ReadSample(Write(text))), StringComparison.Ordinal);

    [Fact]
    public void Sick_scores_start_at_one() => Assert.Contains(
        "line 2: the score '0.9', expected a number from 1 to 5",
        Failure(() => StsReader.ReadSick(Write("pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\n6\tA\tB\t0.9\tNEUTRAL\n"))),
        StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_utf8_are_reported_with_their_line()
    {
        var path = _folder.File("latin1");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes("a\tb\ncafé\tb\n"));
        Assert.Contains($"{path} line 2: the bytes E9 are not UTF-8", Failure(() => StsReader.ReadInputAndGold(path, Write("1\n1\n", "gold"))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_file_is_named() =>
        Assert.Contains("nowhere.csv: the file is not there", Failure(() => StsReader.ReadBenchmark(_folder.File("nowhere.csv"))), StringComparison.Ordinal);

    private static string Failure(Action read) => Assert.Throws<ActionableException>(read).Message;

    private string Write(string text, string name = "input")
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }
}
