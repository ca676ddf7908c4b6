using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Tests.Results;
using Xunit;

namespace SbertRepro.Tests.Regression;

public sealed class CurrentWeightsTests
{
    private static readonly CellRecord Old = Read("STS12", "old", day: 1), New = Read("STS12", "new", day: 3);

    [Fact]
    public void A_row_that_was_partly_measured_again_keeps_what_is_of_the_current_weights()
    {
        var runs = Unmixed(Run("mean", 1, New, Read("STS13", "old", day: 1)), Run("mean", 2, Old), Run("words", 1, Cell("STS12", day: 1)));

        Assert.Equal([("mean", 1), ("words", 1)], runs.Select(run => (run.System, run.Seed)));
        Assert.Equal(New, Assert.Single(runs[0].Cells));
    }

    [Fact]
    public void A_row_that_is_wholly_of_a_former_model_stays_and_is_called_so()
    {
        RunRecord former = Run("cls", 1, Old), current = Run("mean", 1, New), elsewhere = Run("mean", 1, Old) with { Machine = "other" };
        var weights = CurrentWeights.In(new StoredResults([former, current, elsewhere]));

        Assert.Equal([former, current, elsewhere], weights.Unmixed([former, current, elsewhere]).Select(run => run));
        Assert.Equal([true, false, true], new[] { former, current, elsewhere }.Select(weights.AreNotOf));
    }

    [Fact]
    public void Results_differ_where_one_model_was_read_with_two_weights()
    {
        var other = Read("STS12", "old", day: 1, "minilm");

        Assert.True(WeightsRead.Differ([Old.Fingerprint, New.Fingerprint]));
        Assert.False(WeightsRead.Differ([Old.Fingerprint, Old.Fingerprint]));
        Assert.False(WeightsRead.Differ([New.Fingerprint, other.Fingerprint, Cell("STS12", day: 1).Fingerprint]));
    }

    [Theory]
    [InlineData("model/model.safetensors")]
    [InlineData("model/0_Transformer/model.safetensors")]
    public void Models_of_a_user_s_own_have_no_former_weights(string file) => Assert.Empty(WeightsRead.By(Cell("STS12", day: 1, (file, "own")).Fingerprint));

    private static IReadOnlyList<RunRecord> Unmixed(params RunRecord[] runs) => CurrentWeights.In(new StoredResults(runs)).Unmixed(runs);

    private static RunRecord Run(string system, int seed, params CellRecord[] cells) => new("table1", system, seed, "small", "machine", cells);

    private static CellRecord Read(string dataset, string sha256, int day, string model = "sample/mini-bert") => Cell(dataset, day, ($"model/{model}/model.safetensors", sha256));

    private static CellRecord Cell(string dataset, int day, params (string Name, string Value)[] inputs)
    {
        var cell = SampleRecords.Cell(dataset, [0.5f]);
        return cell with
        {
            Fingerprint = new Fingerprint(new(inputs.ToDictionary(input => input.Name, input => input.Value), StringComparer.Ordinal)),
            Provenance = cell.Provenance with { Started = new DateTimeOffset(2026, 11, day, 0, 0, 0, TimeSpan.Zero) },
        };
    }
}
