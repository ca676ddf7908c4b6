using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using Xunit;

namespace SbertRepro.Encoders.Tests.Experiments;

public sealed class ClaimJudgeTests : IDisposable
{
    private const string Claim = "mean-over-cls";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_claim_is_judged_from_results_of_the_same_weights()
    {
        Store("mini-bert-mean", seed: 1, "now", better: true);
        Store("mini-bert-cls", seed: 1, "now", better: false);

        var record = Assert.Single(Judge(), record => record.Claim == Claim);
        Assert.Equal(("mini-bert-mean", "mini-bert-cls", 1, 1), (record.Better, record.Worse, record.BetterSeeds, record.WorseSeeds));
        Assert.True(record.Probability > 0.99, $"the better system wins in {record.Probability} of the resamples");
    }

    [Fact]
    public void A_system_that_was_measured_again_is_not_judged_beside_one_of_the_former_weights()
    {
        Store("mini-bert-mean", seed: 1, "now", better: true);
        Store("mini-bert-cls", seed: 1, "before", better: false);

        Assert.DoesNotContain(Judge(), record => record.Claim == Claim);
    }

    [Fact]
    public void Seeds_of_the_former_weights_are_left_out()
    {
        Store("mini-bert-mean", seed: 1, "now", better: true);
        Store("mini-bert-mean", seed: 2, "before", better: false);
        Store("mini-bert-cls", seed: 1, "now", better: false);

        Assert.Equal(1, Assert.Single(Judge(), record => record.Claim == Claim).BetterSeeds);
    }

    private SampleScale Sample => new(_folder);

    private IReadOnlyList<ClaimRecord> Judge() =>
        new ClaimJudge(Sample.Setting, new ResultStore(_folder.Path), new RecordStore<ClaimRecord>(_folder.Path), Sample.Sources).Judge(TestContext.Current.CancellationToken);

    /// <summary>Stores predictions that follow the scores, or their reverse.</summary>
    private void Store(string system, int seed, string weights, bool better)
    {
        var sample = Sample;
        float[] scores = [.. ((SimilarityData)sample.Sources.LoadDataset("Sample-STS-test")).Dataset.Subsets.SelectMany(subset => subset.Pairs).Select(pair => (float)pair.Gold)];
        var fingerprint = new Fingerprint(new(StringComparer.Ordinal) { ["seed"] = $"{seed}", ["model/sample/mini-bert/model.safetensors"] = weights });
        var started = DateTimeOffset.UnixEpoch.AddDays(weights == "now" ? 2 : 1);
        new ResultStore(_folder.Path).Save(new ResultKey("sample", sample.Setting.MachineId, "table1", system, seed),
            new CellRecord("Sample-STS-test", [], [.. scores.Select(score => better ? score : -score)], fingerprint, sample.Process.Describe(started, 1, [], "cpu")));
    }
}
