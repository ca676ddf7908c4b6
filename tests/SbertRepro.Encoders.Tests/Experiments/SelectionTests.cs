using SbertRepro.Experiments;
using SbertRepro.Experiments.Training;
using Xunit;

namespace SbertRepro.Encoders.Tests.Experiments;

public sealed class SelectionTests
{
    private static readonly SystemSpec Trained = TrainedSystems.Mini.SbertNli;
    private static readonly SystemSpec Untrained = Systems.PotionBase4M;

    [Theory]
    [InlineData(Scale.Small)]
    [InlineData(Scale.Paper)]
    public void A_plain_run_trains_what_the_table_of_the_brief_needs_and_no_more(Scale scale)
    {
        var (family, selection) = (scale == Scale.Small ? TrainedSystems.Mini : TrainedSystems.Base, new Selection { Train = TrainingExtent.Brief });

        Assert.True(selection.Opens(family.SbertNli, scale));
        Assert.True(selection.Opens(family.CrossEncoderNliSts, scale));
        Assert.Equal(2, family.All.Count(system => selection.Opens(system, scale)));
    }

    [Fact]
    public void Without_leave_to_train_only_what_needs_no_training_is_computed()
    {
        var selection = new Selection { Train = TrainingExtent.Nothing };

        Assert.False(selection.Opens(Trained, Scale.Small));
        Assert.True(selection.Opens(Untrained, Scale.Small));
    }

    [Fact]
    public void What_is_named_and_what_belongs_to_the_sample_is_trained_anyway()
    {
        Assert.True(new Selection { Train = TrainingExtent.Nothing, Systems = [TrainedSystems.Mini.SbertNli] }.Opens(Trained, Scale.Small));
        Assert.True(new Selection { Train = TrainingExtent.Nothing }.Opens(TrainedSystems.Sample.SbertNli, Scale.Sample));
    }
}
