using SbertRepro.Evaluation.Results;
using SbertRepro.Evaluation.Tasks;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;
using Xunit;

namespace SbertRepro.Encoders.Tests.Experiments;

public sealed class TrainedModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_record_of_a_training_says_whether_it_was_resumed()
    {
        var sample = new SampleScale(_folder);
        var records = new RecordStore<TrainingRecord>(_folder.Path);
        var models = new TrainedModels(_folder.File("trained"), sample.Setting, sample.Sources, records);
        using var interruption = new CancellationTokenSource();
        var system = OnFewPairs();

        Assert.ThrowsAny<OperationCanceledException>(() => models.Obtain(system, 1, sample.Process.Describe, new Interruption(interruption), interruption.Token));
        models.Obtain(system, 1, sample.Process.Describe, null, CancellationToken.None);
        models.Obtain(system, 2, sample.Process.Describe, null, CancellationToken.None);

        Assert.Equal([(true, 40), (false, 80)], records.All().OrderBy(record => record.Seed).Select(record => (record.IsResumed, (int)record.Examples)));
    }

    // 50 steps, reported at 20 and at 40.
    private static SystemSpec OnFewPairs()
    {
        var recipe = (TrainedRecipe)TrainedSystems.Sample.SbertNli.Recipe;
        var stage = recipe.Stages[0];
        return TrainedSystems.Sample.SbertNli with { Recipe = recipe with { Stages = [stage with { BatchSize = 2, Data = (NliTraining)stage.Data with { Pairs = 100 }, DevelopmentSet = null }] } };
    }

    private sealed class Interruption(CancellationTokenSource source) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => source.Cancel();
    }
}
