using SbertRepro.Encoders.Training;
using Xunit;

namespace SbertRepro.Encoders.Tests.Training;

public sealed class ScheduleTests
{
    [Fact]
    public void The_schedule_of_2019_starts_and_ends_at_zero()
    {
        var schedule = new LearningRateSchedule(Peak: 1, Steps: 20, WarmupSteps: 4) { FromZero = true };
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], Enumerable.Range(0, 5).Select(step => schedule.At(step)));
        Assert.Equal(1.0 / 16, schedule.At(19), 12);
    }

    [Fact]
    public void The_warm_up_of_pre_training_is_above_zero_at_once() => Assert.Equal(0.2, new LearningRateSchedule(Peak: 1, Steps: 20, WarmupSteps: 4).At(0), 12);

    [Fact]
    public void Options_added_for_fine_tuning_do_not_change_the_identity_of_a_pre_training_run() =>
        Assert.DoesNotContain("FromZero", new PreTrainingOptions().Identity, StringComparison.Ordinal);

    [Fact]
    public void The_defaults_are_the_recipe_of_the_paper()
    {
        var schedule = new FineTuningOptions().Schedule(1001);
        Assert.Equal(new LearningRateSchedule(2e-5, 1001, 101) { FromZero = true }, schedule);
        Assert.True(new FineTuningOptions() is { BatchSize: 16, Epochs: 1, Pooling: Pooling.Mean, MaxTokens: 130, Optimiser: { BiasCorrection: false, Epsilon: 1e-6, WeightDecay: 0.01, MaxGradientNorm: 1 } });
    }
}
