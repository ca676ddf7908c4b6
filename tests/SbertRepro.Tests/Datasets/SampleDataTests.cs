using System.Globalization;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Datasets.Sample;
using Xunit;

namespace SbertRepro.Tests.Datasets;

public sealed class SampleDataTests
{
    private static readonly Dictionary<string, string> Files = SampleData.Files().ToDictionary(file => file.Name, file => file.Content);

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_files_in_the_repository_are_what_the_generator_writes(string name) =>
        Assert.Equal(Files[name], File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "datasets", "sample", name)));

    [Fact]
    public void The_culture_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(Files["sts-dev.tsv"], SampleData.Files().First(file => file.Name == "sts-dev.tsv").Content);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void No_evaluation_sentence_occurs_in_training()
    {
        var training = Sentences("sts-train.tsv").Concat(Sentences("nli-train.tsv")).ToHashSet();

        Assert.DoesNotContain(Sentences("sts-dev.tsv").Concat(Sentences("sts-test.tsv")).Concat(Sentences("nli-dev.tsv")), training.Contains);
    }

    [Fact]
    public void Dev_and_test_share_no_sentence() => Assert.Empty(Sentences("sts-dev.tsv").Intersect(Sentences("sts-test.tsv")));

    [Fact]
    public void Scores_cover_the_scale_from_unrelated_to_equivalent()
    {
        var scores = Rows("sts-test.tsv").Select(row => double.Parse(row[0], CultureInfo.InvariantCulture)).ToList();

        Assert.Equal((0.0, 5.0), (scores.Min(), scores.Max()));
        Assert.All(Enumerable.Range(0, 5), band => Assert.InRange(scores.Count(score => score >= band && score < band + 1), 50, 300));
    }

    [Fact]
    public void The_three_labels_are_equally_frequent() =>
        Assert.All(Rows("nli-dev.tsv").GroupBy(row => row[0]), label => Assert.InRange(label.Count(), 240, 290));

    [Fact]
    public void The_corpus_has_ten_thousand_distinct_sentences_in_groups_of_paraphrases()
    {
        var rows = Rows("corpus.tsv").ToList();

        Assert.Equal(SampleData.CorpusSentences, rows.Select(row => row[1]).Distinct().Count());
        Assert.InRange(rows.GroupBy(row => row[0]).Average(group => group.Count()), 1.5, 2.1);
    }

    [Fact]
    public void Word_overlap_is_a_poor_guide()
    {
        var rows = Rows("sts-train.tsv").Select(row => (Score: row[0], Overlap: Overlap(row[1], row[2]))).ToList();

        Assert.True(rows.Count(row => row.Score == "2.0" && row.Overlap == 1) > 20, "exchanged roles keep every word");
        Assert.True(rows.Count(row => row.Score == "5.0" && row.Overlap < 0.4) > 20, "paraphrases share few words");
    }

    [Fact]
    public void The_reader_reads_what_the_generator_writes()
    {
        var root = Path.Combine(SharedFolder.RepositoryRoot, "datasets");

        Assert.Equal(800, StsDatasets.Find("Sample-STS-test").Read(id => Path.Combine(root, id)).Count);
    }

    // Jaccard's: shared words over all words.
    private static double Overlap(string a, string b) => (double)Words(a).Intersect(Words(b)).Count() / Words(a).Union(Words(b)).Count();

    private static HashSet<string> Words(string sentence) => [.. sentence.ToLowerInvariant().Trim('.').Replace(",", "", StringComparison.Ordinal).Split(' ')];

    private static IEnumerable<string> Sentences(string name) => Rows(name).SelectMany(row => row[^2..]);

    private static IEnumerable<string[]> Rows(string name) => Files[name].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t'));
}
