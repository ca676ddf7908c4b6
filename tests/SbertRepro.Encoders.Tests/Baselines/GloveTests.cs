using System.Globalization;
using System.IO.Compression;
using System.Text;
using SbertRepro.Encoders.Baselines;
using SbertRepro.Evaluation;
using Xunit;

namespace SbertRepro.Encoders.Tests.Baselines;

public sealed class GloveTests : IDisposable
{
    private const string Text = "the 1 0\ncat 0 1\n. . . 9 9\ncafé 0.5 -0.5\nThe 3 3\ncat 7 7\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sentence_is_the_mean_of_its_known_words() => Assert.Equal([0.5f, 0.5f], Encode("the unknown cat"));

    [Fact]
    public void The_first_of_two_equal_words_counts() => Assert.Equal([0f, 1f], Encode("cat"));

    [Fact]
    public void A_token_with_spaces_in_the_file_is_not_mistaken_for_its_first_part() => Assert.Equal([0f, 0f], Encode("."));

    [Theory]
    [InlineData("The", 3, 3)] // as written first
    [InlineData("\"the\"", 1, 0)] // then without punctuation
    [InlineData("(CAT)", 0, 1)] // then in lower case
    [InlineData("Café!", 0.5, -0.5)]
    public void An_unknown_token_is_tried_bare_and_then_in_lower_case(string token, float first, float second) => Assert.Equal([first, second], Encode(token));

    [Fact]
    public void A_sentence_without_a_known_word_is_the_zero_vector()
    {
        Assert.Equal([0f, 0f], Encode("nothing here"));
        Assert.Equal([0f, 0f], Encode(""));
    }

    [Fact]
    public void Stop_words_do_not_count_under_the_spelling_that_would_be_found()
    {
        var options = new AverageGloveOptions(StopWords: new HashSet<string> { "the" });

        Assert.Equal([0f, 1f], Encode("the cat", options));
        Assert.Equal([1.5f, 2f], Encode("The cat", options)); // "The" is no stop word and has a vector of its own
        Assert.Equal([0f, 1f], Encode("THE cat", options)); // found only as "the"
    }

    [Fact]
    public void Letters_only_lower_cases_first() => Assert.Equal([0.5f, 0.5f], Encode("The-cat!", new AverageGloveOptions(GloveWords.Letters)));

    [Fact]
    public void Plain_gz_and_zip_give_the_same_vectors()
    {
        var plain = Plain();
        using (var gz = new GZipStream(File.Create(_folder.File("v.txt.gz")), CompressionLevel.Fastest)) gz.Write(Encoding.UTF8.GetBytes(Text));
        using (var zip = ZipFile.Open(_folder.File("v.zip"), ZipArchiveMode.Create)) zip.CreateEntryFromFile(plain, "v.txt");
        using (var zip = ZipFile.Open(_folder.File("many.zip"), ZipArchiveMode.Create)) zip.CreateEntryFromFile(plain, "v.2d.txt");

        foreach (var (file, entry) in new[] { ("v.txt.gz", (string?)null), ("v.zip", null), ("many.zip", "v.2d.txt") })
        {
            using var encoder = new AverageGlove(_folder.File(file), new AverageGloveOptions(Entry: entry));
            Assert.Equal([0.5f, 0.5f], encoder.Encode(["the cat"]).Values);
        }
    }

    [Fact]
    public void A_word2vec_header_is_not_a_word()
    {
        File.WriteAllText(_folder.File("v.txt"), "2 3\na 1 2 3\n2 4 5 6\n");

        var vectors = GloveVectors.Read(_folder.File("v.txt"), null, new HashSet<string> { "a", "2" });

        Assert.Equal((3, 2L), (vectors.Dimension, vectors.Rows));
        Assert.Equal([4f, 5f, 6f], vectors.Find("2")!);
    }

    [Theory]
    [InlineData("a 1 2\nb 1\n", "line 2", "1 numbers")]
    [InlineData("a 1 2\nb 1 x\n", "line 2", "'x' in column 3")]
    [InlineData("a 1 2\nb 1 NaN\n", "line 2", "'NaN'")]
    [InlineData("a 1 2\nb 1 2,5\n", "line 2", "'2,5'")]
    [InlineData("", "v.txt", "an empty file")]
    [InlineData("word\n", "line 1", "'word'")]
    public void A_malformed_line_is_named_with_what_was_found(string text, string where, string what)
    {
        File.WriteAllText(_folder.File("v.txt"), text);

        var error = Assert.Throws<ActionableException>(() => GloveVectors.Read(_folder.File("v.txt"), null, new HashSet<string> { "a", "b" }));

        Assert.Contains(where, error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_come_up_later_are_read_too()
    {
        using var encoder = new AverageGlove(Plain(), new AverageGloveOptions());

        Assert.Equal([1f, 0f], encoder.Encode(["the"]).Values);
        Assert.Equal([0f, 1f], encoder.Encode(["cat"]).Values);
    }

    [Fact]
    public void Coverage_counts_words_and_empty_sentences()
    {
        using var encoder = new AverageGlove(Plain(), new AverageGloveOptions());

        Assert.Equal("66.7 % of 3 words have a vector; 1 of 2 sentences have none and are the zero vector", encoder.Coverage(["the cat", "nothing"]));
    }

    [Fact]
    public void Decimal_commas_of_the_culture_change_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal([0.5f, -0.5f], Encode("café"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_cancelled_read_stops()
    {
        File.WriteAllLines(_folder.File("v.txt"), Enumerable.Repeat("a 1 2", 2000));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => GloveVectors.Read(_folder.File("v.txt"), null, new HashSet<string> { "a" }, cancelled.Token));
    }

    private float[] Encode(string sentence, AverageGloveOptions? options = null)
    {
        using var encoder = new AverageGlove(Plain(), options ?? new AverageGloveOptions());
        return encoder.Encode([sentence]).Values;
    }

    private string Plain()
    {
        File.WriteAllText(_folder.File("v.txt"), Text);
        return _folder.File("v.txt");
    }
}
