using System.Globalization;
using SbertRepro.Evaluation.Datasets;
using SbertRepro.Evaluation.Datasets.Sample;
using SbertRepro.Evaluation.Metrics;
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
        Assert.All(Enumerable.Range(0, 5), band => Assert.InRange(scores.Count(score => score >= band && score < band + 1) / (double)scores.Count, 0.0625, 0.375));
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

        Assert.True(rows.Count(row => row.Score == "1.0" && row.Overlap == 1) > 100, "exchanged roles keep every word");
        Assert.True(rows.Count(row => row.Score == "5.0" && row.Overlap < 0.4) > 100, "paraphrases share few words");
    }

    [Theory]
    [InlineData("sts-dev.tsv")]
    [InlineData("sts-test.tsv")]
    public void Word_overlap_ranks_pairs_badly(string name)
    {
        var rows = Rows(name).ToList();
        double[] overlap = [.. rows.Select(row => Overlap(row[1], row[2]))];

        Assert.InRange(Correlation.Spearman(overlap, [.. rows.Select(row => double.Parse(row[0], CultureInfo.InvariantCulture))]), 0.2, 0.55);
    }

    [Fact]
    public void The_same_meaning_in_other_words_is_entailed_and_gets_the_top_grade() => Assert.Equal((NliLabel.Entailment, 5.0), Judged(DogFollowsCat, DogFollowsCat));

    [Fact]
    public void Exchanged_roles_are_neutral_and_get_a_low_grade() => Assert.Equal((NliLabel.Neutral, 1.0), Judged(DogFollowsCat, Meanings.Swapped(DogFollowsCat)!));

    [Fact]
    public void A_denial_contradicts_and_gets_a_low_grade() => Assert.Equal((NliLabel.Contradiction, 1.0), Judged(DogFollowsCat, Meanings.Denied(DogFollowsCat)));

    [Fact]
    public void An_opposite_contradicts_and_gets_a_low_grade()
    {
        var attack = DogFollowsCat with { Action = Actions.Find("attack Animal") };

        Assert.Equal((NliLabel.Contradiction, 1.0), Judged(attack, Meanings.Opposite(attack)!));
    }

    [Fact]
    public void What_says_less_is_entailed_and_what_says_more_is_neutral()
    {
        var somewhere = DogFollowsCat with { Place = Settings.Places(Domain.Animals)[0] };

        Assert.Equal((NliLabel.Entailment, 4.375), Judged(somewhere, DogFollowsCat));
        Assert.Equal((NliLabel.Neutral, 4.375), Judged(DogFollowsCat, somewhere));
    }

    [Fact]
    public void Every_fact_that_differs_takes_its_share_of_the_grade()
    {
        var bear = DogFollowsCat with { Object = Noun("bear") };
        var nothing = new Meaning(Actions.Find("cook Food"), Noun("nurse"), Noun("soup"), null, null);

        Assert.Equal(5 * 2 / 3.0, Judged(DogFollowsCat, bear).Grade, 9);
        Assert.Equal(5 / 3.0, Judged(DogFollowsCat, bear with { Agent = Noun("wolf") }).Grade, 9);
        Assert.Equal(0, Judged(DogFollowsCat, nothing).Grade);
    }

    [Fact]
    public void Denials_occur_under_contradiction_and_neutral_and_in_both_sentences_of_entailments()
    {
        var denials = Rows("nli-train.tsv").ToLookup(row => row[0], row => row[1..].Count(sentence => sentence.Contains(" not ", StringComparison.Ordinal) || sentence.Contains("n't ", StringComparison.Ordinal)));

        Assert.All(["contradiction", "neutral"], label => Assert.InRange(denials[label].Count(count => count == 1), 500, 2500));
        Assert.All(denials["entailment"], count => Assert.NotEqual(1, count));
        Assert.Contains(2, denials["entailment"]);
    }

    [Fact]
    public void Training_knows_every_word_of_the_evaluation()
    {
        var known = Sentences("sts-train.tsv").Concat(Sentences("nli-train.tsv")).SelectMany(Words).ToHashSet();

        Assert.Empty(Sentences("sts-dev.tsv").Concat(Sentences("sts-test.tsv")).SelectMany(Words).Except(known));
    }

    [Fact]
    public void The_reader_reads_what_the_generator_writes()
    {
        var root = Path.Combine(SharedFolder.RepositoryRoot, "datasets");

        Assert.Equal(1500, StsDatasets.Find("Sample-STS-test").Read(id => Path.Combine(root, id)).Count);
    }

    private static Meaning DogFollowsCat => new(Actions.Find("follow Animal"), Noun("dog"), Noun("cat"), null, null);

    private static Noun Noun(string word) => Nouns.All.First(noun => noun.Forms.Contains(word));

    private static (NliLabel Label, double Grade) Judged(Meaning first, Meaning second)
    {
        var comparison = new Comparison(first, second);
        return (comparison.Label, comparison.Grade);
    }

    // Jaccard's: shared words over all words.
    private static double Overlap(string a, string b) => (double)Words(a).Intersect(Words(b)).Count() / Words(a).Union(Words(b)).Count();

    private static HashSet<string> Words(string sentence) => [.. sentence.ToLowerInvariant().Trim('.').Replace(",", "", StringComparison.Ordinal).Split(' ')];

    private static IEnumerable<string> Sentences(string name) => Rows(name).SelectMany(row => row[^2..]);

    private static IEnumerable<string[]> Rows(string name) => Files[name].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t'));
}
