using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;
using Xunit;

namespace SbertRepro.Encoders.Tests.Training;

/// <summary>What a plan says about training before anything is trained.</summary>
public sealed class TrainingCostTests
{
    private static readonly string MiniBert = Path.Combine(SharedFolder.RepositoryRoot, "datasets", "sample", "mini-bert");

    [Fact]
    public void The_paper_s_recipe_takes_58_880_steps_on_NLI_and_1_440_on_STS()
    {
        var (nli, sts) = (TrainingCost.Of([(TrainedSystems.Base.SbertNli, 1)]).Single(), TrainingCost.Of([(TrainedSystems.Base.SbertSts, 1)]).Single());

        Assert.Equal((942_069, 58_880), (nli.Rows, nli.Steps)); // 942,069 / 16, once
        Assert.Equal((4 * 5749, 1440), (sts.Rows, sts.Steps));
        Assert.InRange(nli.Operations, 1.5e16, 1.7e16); // 3 x 2 x 85 million weights x 17 tokens x 2 sentences x 942,069, and attention
    }

    [Fact]
    public void A_stage_that_two_systems_share_is_trained_once()
    {
        var family = TrainedSystems.Mini;

        var stages = TrainingCost.Of([(family.SbertNli, 1), (family.SbertNliSts, 1), (family.SbertNli, 2)]);

        Assert.Equal([9566, 1440, 9566], stages.Select(stage => stage.Steps));
    }

    [Fact]
    public void What_is_not_trained_costs_nothing() => Assert.Empty(TrainingCost.Of([(Systems.MiniBertMean, 1)]));

    [Fact]
    public void The_shapes_are_those_of_the_models_that_are_trained()
    {
        var config = BertConfig.Load(Path.Combine(MiniBert, "config.json"));

        foreach (var family in new[] { TrainedSystems.Mini, TrainedSystems.Sample })
            Assert.Equal((config.Layers, config.HiddenSize, config.IntermediateSize), (family.Shape.Layers, family.Shape.HiddenSize, family.Shape.IntermediateSize));
    }

    [Fact]
    public void Rows_and_tokens_of_the_sample_are_those_of_its_files()
    {
        Check(TrainedSystems.Sample.Nli, Sample);
        Check(TrainedSystems.Sample.Sts, Sample);
    }

    [Fact]
    public void Rows_and_tokens_of_the_real_sets_are_those_of_their_files()
    {
        Check(TrainedSystems.Mini.Nli, SharedFolder.RequireMirrored);
        Check(TrainedSystems.Mini.Sts, id => SharedFolder.RequireMirrored(id.Replace("stsb/", "stsbenchmark/", StringComparison.Ordinal))); // as the mirror calls it
    }

    private static void Check(TrainingData data, Func<string, string> resolve)
    {
        var tokenization = BertTokenization.FromVocabulary(Path.Combine(MiniBert, "vocab.txt"));
        var examples = data.Read(resolve, seed: 1).ToList();
        var some = examples.Where((_, index) => index % (1 + (examples.Count / 10_000)) == 0).ToList();
        var tokens = tokenization.EncodeBatch([.. some.SelectMany(example => example.Sentences)], 128, TestContext.Current.CancellationToken).Sum(ids => ids.Length);

        Assert.Equal(examples.Count, data.Rows);
        Assert.InRange(tokens / (double)some.Count / data.TokensPerRow, 0.98, 1.02);
    }

    private static string Sample(string id) => Path.Combine(SharedFolder.RepositoryRoot, "datasets", id);
}
