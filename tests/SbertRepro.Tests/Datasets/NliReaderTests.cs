using System.IO.Compression;
using System.Text;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Datasets;
using Xunit;

namespace SbertRepro.Tests.Datasets;

public sealed class NliReaderTests : IDisposable
{
    private const string Header = "split\tdataset\tfilename\tsentence1\tsentence2\tlabel\n";

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Rows_of_the_split_are_read_in_file_order_with_their_labels()
    {
        var path = Gzip(Header + "dev\tx\ty\tNo.\tYes.\tneutral\ntrain\tx\ty\tA \"man\" eats.\tHe eats.\tentailment\r\ntrain\tx\ty\tB\u2028b\tC\tcontradiction");
        Assert.Equal(
            [new NliPair("A \"man\" eats.", "He eats.", NliLabel.Entailment), new NliPair("B\u2028b", "C", NliLabel.Contradiction)], NliReader.ReadAllNli(path, NliSplit.Train, 2));
        Assert.Equal([new NliPair("No.", "Yes.", NliLabel.Neutral)], NliReader.ReadAllNli(path, NliSplit.Dev));
        Assert.Empty(NliReader.ReadAllNli(path, NliSplit.Test, 0));
    }

    [Theory]
    [InlineData("train\tx\ty\tA\tentailment\n", "line 2: 5 columns, expected 6")]
    [InlineData("train\tx\ty\tA\tB\tmaybe\n", "line 2: the label 'maybe', expected contradiction, entailment, neutral")]
    [InlineData("trial\tx\ty\tA\tB\tneutral\n", "line 2: the split 'trial', expected train, dev or test")]
    public void A_malformed_line_is_an_error_that_names_it(string line, string message)
    {
        var path = Gzip(Header + line);
        Assert.Contains(message, Assert.Throws<ActionableException>(() => NliReader.ReadAllNli(path, NliSplit.Train).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_header_is_an_error()
    {
        var path = Gzip("a\tb\n");
        Assert.Contains("line 1: the columns a, b", Assert.Throws<ActionableException>(() => NliReader.ReadAllNli(path, NliSplit.Train).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_of_rows_than_expected_is_an_error()
    {
        var path = Gzip(Header + "train\tx\ty\tA\tB\tneutral\n");
        Assert.Contains("1 rows, expected 2", Assert.Throws<ActionableException>(() => NliReader.ReadAllNli(path, NliSplit.Train, 2).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_corpora_are_read_from_their_archives_without_unlabelled_rows()
    {
        var corpora = Corpora(Row("-", "lost", "row") + Row("neutral", "s1", "s2"), Row("entailment", "m1\\tx", "m2"));
        Assert.Equal([new NliPair("s1", "s2", NliLabel.Neutral), new NliPair("m1\tx", "m2", NliLabel.Entailment)], corpora.Read(NliSplit.Train, 2));
        Assert.Equal(NliLabel.Contradiction, Assert.Single(corpora.Read(NliSplit.Test, 1)).Label);
    }

    [Fact]
    public void A_corpus_of_another_size_than_the_paper_has_is_refused()
    {
        var corpora = Corpora(Row("neutral", "s1", "s2"), Row("entailment", "m1", "m2"));
        Assert.Contains("2 rows, expected 942069", Assert.Throws<ActionableException>(() => corpora.Read(NliSplit.Train, NliCorpora.TrainRows).Count()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"gold_label\": \"neutral\", \"sentence1\": \"a\"}\n", "snli_1.0_train.jsonl line 1: no text \"sentence2\"")]
    [InlineData("nonsense\n", "snli_1.0_train.jsonl line 1: not JSON")]
    [InlineData("{\"gold_label\": \"hidden\", \"sentence1\": \"a\", \"sentence2\": \"b\"}\n", "snli_1.0_train.jsonl line 1: the label 'hidden'")]
    public void A_malformed_line_of_a_corpus_is_an_error_that_names_it(string line, string message)
    {
        var corpora = Corpora(line, "");
        Assert.Contains(message, Assert.Throws<ActionableException>(() => corpora.Read(NliSplit.Train, null).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sample_set_is_balanced_and_read_whole()
    {
        var pairs = NliReader.ReadSample(Path.Combine(SharedFolder.RepositoryRoot, "datasets", "sample", "nli-train.tsv")).ToList();
        Assert.Equal(8000, pairs.Count);
        Assert.All(pairs.CountBy(pair => pair.Label), count => Assert.InRange(count.Value, 2600, 2700));
    }

    [Fact]
    public void The_subset_of_the_mirror_has_its_row_counts()
    {
        var path = SharedFolder.RequireMirrored("nli/AllNLI-153k.tsv.gz");
        Assert.Equal(153_042, NliReader.ReadAllNli(path, NliSplit.Train, 153_042).Count());
        Assert.Equal(9_824, NliReader.ReadAllNli(path, NliSplit.Test, 9_824).Count());
    }

    [Fact]
    public void A_sample_has_the_asked_size_depends_on_the_seed_and_favours_no_place()
    {
        var rows = Enumerable.Range(0, 100);
        Assert.Equal(rows, rows.Sample(100, 100, 1));
        Assert.Equal(rows.Sample(100, 10, 1), rows.Sample(100, 10, 1));
        Assert.NotEqual(rows.Sample(100, 10, 1), rows.Sample(100, 10, 2));
        var drawn = Enumerable.Range(1, 2000).SelectMany(seed => rows.Sample(100, 10, (ulong)seed)).ToArray();
        Assert.Equal(20_000, drawn.Length);
        Assert.InRange(drawn.Average(), 48.5, 50.5); // 49.5 expected, standard error 0.2
    }

    [Theory]
    [InlineData(99, "more than 99 rows")]
    [InlineData(101, "100 rows, expected 101")]
    public void A_sample_of_a_stream_of_another_length_is_an_error(int total, string message) =>
        Assert.Contains(message, Assert.Throws<ActionableException>(() => Enumerable.Range(0, 100).Sample(total, 10, 1).Count()).Message, StringComparison.Ordinal);

    public void Dispose() => folder.Dispose();

    private static string Row(string label, string first, string second) => $"{{\"gold_label\": \"{label}\", \"sentence1\": \"{first}\", \"sentence2\": \"{second}\"}}\n";

    private NliCorpora Corpora(string snli, string multi)
    {
        var other = Row("contradiction", "t1", "t2");
        return new NliCorpora(
            Zip("snli_1.0.zip", ("snli_1.0/snli_1.0_train.jsonl", snli), ("snli_1.0/snli_1.0_test.jsonl", other)),
            Zip("multinli_1.0.zip", ("multinli_1.0/multinli_1.0_train.jsonl", multi), ("multinli_1.0/multinli_1.0_dev_mismatched.jsonl", "")));
    }

    private string Zip(string name, params (string Entry, string Content)[] entries)
    {
        using var archive = ZipFile.Open(folder.File(name), ZipArchiveMode.Create);
        foreach (var (entry, content) in entries)
        {
            using var stream = archive.CreateEntry(entry).Open();
            stream.Write(Encoding.UTF8.GetBytes(content));
        }

        return folder.File(name);
    }

    private string Gzip(string content)
    {
        using var stream = new GZipStream(File.Create(folder.File("AllNLI.tsv.gz")), CompressionLevel.Fastest);
        stream.Write(Encoding.UTF8.GetBytes(content));
        return folder.File("AllNLI.tsv.gz");
    }
}
