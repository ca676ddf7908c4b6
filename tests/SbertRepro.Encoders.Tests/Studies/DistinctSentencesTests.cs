using System.IO.Compression;
using SbertRepro.Experiments.Studies;
using Xunit;

namespace SbertRepro.Encoders.Tests.Studies;

public sealed class DistinctSentencesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("The cat sat down. It was late!  Was it a cat? Yes it was.", "The cat sat down.|It was late!|Was it a cat?|Yes it was.")]
    [InlineData("\"I am here,\" he said. \"You are not here.\" (She was there.) 12 of them saw it.",
        "\"I am here,\" he said.|\"You are not here.\"|(She was there.)|12 of them saw it.")]
    [InlineData("Mr. Smith met J. Jones of the U.S. in St. Paul. Dr. Who came later.", "Mr. Smith met J. Jones of the U.S. in St. Paul.|Dr. Who came later.")]
    [InlineData("It costs 3.5 dollars, e.g. at the shop. nobody knows why", "It costs 3.5 dollars, e.g. at the shop. nobody knows why")]
    [InlineData("Stop. Go on. And then they all went home.", "And then they all went home.")] // fewer than three words
    [InlineData("   ", "")]
    public void A_paragraph_is_cut_where_a_sentence_ends_and_another_begins(string paragraph, string sentences) =>
        Assert.Equal(sentences.Split('|', StringSplitOptions.RemoveEmptyEntries), SentenceSplit.Of(paragraph));

    [Fact]
    public void Sentences_that_differ_in_case_punctuation_or_white_space_count_once()
    {
        var sentences = new DistinctSentences("test", [], _ => ["A man is here. A dog is there.", "a man  is here", "\"A dog is there!\"", "A man is there."]);

        Assert.Equal(["A man is here.", "A dog is there.", "A man is there."], sentences.Read(id => id));
        Assert.Equal(3, sentences.Read(id => id).Count()); // and again
    }

    [Fact]
    public void Real_sentences_come_from_the_inference_pairs_and_from_the_corpus()
    {
        Gzip("nli/AllNLI-153k.tsv.gz", "split\tdataset\tfilename\tsentence1\tsentence2\tlabel\n"
            + "train\tSNLI\tf\tA man sleeps here.\tThe man is awake.\tcontradiction\ndev\tSNLI\tf\tNobody reads this one.\tOr this one either.\tneutral\n");
        Gzip("corpus/corpus.txt.gz", "A man sleeps here. It is a long night.\n\nThe end came soon.\n");

        Assert.Equal(["A man sleeps here.", "The man is awake.", "It is a long night.", "The end came soon."], DistinctSentences.Real.Read(Resolve));
    }

    private string Resolve(string id) => folder.File(Path.GetFileName(id));

    private void Gzip(string id, string text)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(Resolve(id)), CompressionMode.Compress));
        writer.Write(text);
    }
}
