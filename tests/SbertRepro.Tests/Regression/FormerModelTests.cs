using SbertRepro.Evaluation.Regression;
using SbertRepro.Evaluation.Results;
using SbertRepro.Tests.Results;
using Xunit;

namespace SbertRepro.Tests.Regression;

public sealed class FormerModelTests
{
    [Fact]
    public void Results_of_weights_that_were_replaced_are_named_once_a_scale()
    {
        var stored = new StoredResults(
        [
            Run("mean", "small", "old", day: 1, "sample/mini-bert"), Run("cls", "small", "old", day: 2, "sample/mini-bert"), Run("cls", "small", "old", day: 3, "sample/mini-bert"),
            Run("mean", "sample", "new", day: 4, "sample/mini-bert"), Run("other", "small", "old", day: 1, "minilm"), Run("words", "small", "none", day: 1, null),
        ]);

        var former = Assert.Single(FormerModel.In(stored));
        Assert.Equal(("sample/mini-bert", "small"), (former.Model, former.Scale));
        Assert.Equal(["cls", "mean"], former.Results);
    }

    [Fact]
    public void Nothing_is_said_of_models_that_stayed_the_same() =>
        Assert.Empty(FormerModel.In(new StoredResults([Run("mean", "small", "same", day: 1, "sample/mini-bert"), Run("mean", "sample", "same", day: 2, "sample/mini-bert")])));

    private static RunRecord Run(string system, string scale, string sha256, int day, string? model)
    {
        var cell = SampleRecords.Cell("set", [0.5f]);
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["seed"] = "1" };
        if (model is not null) inputs[$"model/{model}/model.safetensors"] = sha256;
        var started = new DateTimeOffset(2026, 11, day, 0, 0, 0, TimeSpan.Zero);
        return new RunRecord("table1", system, 1, scale, "machine", [cell with { Fingerprint = new Fingerprint(inputs), Provenance = cell.Provenance with { Started = started } }]);
    }
}
