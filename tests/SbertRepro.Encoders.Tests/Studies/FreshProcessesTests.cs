using SbertRepro.Evaluation.Results;
using SbertRepro.Experiments;
using SbertRepro.Experiments.Studies;
using Xunit;

namespace SbertRepro.Encoders.Tests.Studies;

public sealed class FreshProcessesTests
{
    [Fact]
    public void A_value_is_the_median_of_the_processes_and_its_interval_holds_all_of_theirs()
    {
        var joined = FreshProcesses.Joined([Seconds(2.0, 1.9, 2.1), Seconds(3.0, 2.8, 3.3), Seconds(2.2, 2.1, 2.3)]);

        Assert.Equal(2.2, joined.Value);
        Assert.Equal(new Interval(1.9, 3.3), joined.Interval);
        Assert.Equal([2.0, 3.0, 2.2], joined.Processes);
        Assert.Equal([1.9, 2.1, 2.8, 3.3, 2.1, 2.3], joined.Samples);
        Assert.Equal(6, joined.Count);
    }

    [Fact]
    public void What_each_process_ran_once_has_the_spread_of_the_processes_as_its_interval()
    {
        var joined = FreshProcesses.Joined([new("base", "pair", "s", 130), new("base", "pair", "s", 150), new("base", "pair", "s", 140)]);

        Assert.Equal((140, new Interval(130, 150)), (joined.Value, joined.Interval));
    }

    [Fact]
    public void The_same_answer_three_times_is_no_more_evidence_than_once()
    {
        var spearman = new Quantity("mini", "Spearman", "", 59.7) { Count = 620 };

        var joined = FreshProcesses.Joined([spearman, spearman, spearman]);

        Assert.Equal((59.7, null, 620), (joined.Value, joined.Interval, joined.Count));
    }

    [Theory]
    [InlineData(true, true, false, false)]
    [InlineData(true, true, true, true)]
    [InlineData(null, null, null, null)]
    public void One_process_whose_accuracy_did_not_hold_voids_all(bool? first, bool? second, bool? third, bool? expected)
    {
        var quantity = new Quantity("mini", "pair", "s", 1);

        Assert.Equal(expected, FreshProcesses.Joined([quantity with { Valid = first }, quantity with { Valid = second }, quantity with { Valid = third }]).Valid);
    }

    [Fact]
    public void Times_of_the_real_scales_come_from_several_processes_and_those_of_the_sample_from_one()
    {
        foreach (var study in new[] { Section1SearchCost.Value, Table7ComputationSpeed.Value })
        {
            Assert.All(study.StepsAt(Scale.Sample), step => Assert.Equal(1, step.Processes));
            Assert.All(study.StepsAt(Scale.Small), step => Assert.Equal(step.OnDemand ? 1 : 3, step.Processes));
        }
    }

    private static Quantity Seconds(double median, double low, double high) => new("mini", "pair", "s", median) { Interval = new Interval(low, high), Samples = [low, high], Count = 2 };
}
