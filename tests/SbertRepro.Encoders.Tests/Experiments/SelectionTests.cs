using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;
using Xunit;

namespace SbertRepro.Encoders.Tests.Experiments;

public sealed class SelectionTests
{
    private static readonly Cell Trained = new(Table1UnsupervisedSts.Value, TrainedSystems.Mini.SbertNli, "STSb-test", 1);
    private static readonly Cell Untrained = new(Table1UnsupervisedSts.Value, Systems.PotionBase4M, "STSb-test", 1);

    [Fact]
    public void Without_leave_to_train_only_what_needs_no_training_is_computed()
    {
        var selection = new Selection { Train = false };

        Assert.False(selection.Computes(Trained, Scale.Small));
        Assert.True(selection.Computes(Untrained, Scale.Small));
    }

    [Fact]
    public void What_is_named_and_what_belongs_to_the_sample_is_trained_anyway()
    {
        Assert.True(new Selection { Train = false, Systems = [TrainedSystems.Mini.SbertNli] }.Computes(Trained, Scale.Small));
        Assert.True(new Selection { Train = false }.Computes(Trained with { System = TrainedSystems.Sample.SbertNli }, Scale.Sample));
    }
}
