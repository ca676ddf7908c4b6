using CsCheck;
using SbertRepro.Encoders.Training;
using Xunit;

namespace SbertRepro.Encoders.Tests.Training;

public sealed class StepPlanTests
{
    [Fact]
    public void Every_input_is_computed_once_and_no_batch_passes_the_budget() =>
        Gen.Select(Gen.Int[2, 130].List[1, 64], Gen.Int[1, 4], Gen.Int[64, 4096]).Sample((lengths, replicas, budget) =>
        {
            var plan = StepPlan.Create(lengths, replicas, budget, batchCost: 64);
            return plan.Order.Order().SequenceEqual(Enumerable.Range(0, lengths.Count))
                && plan.Batches.SelectMany(batches => batches).All(batch =>
                    batch.Length == batch.Indices.Max(index => lengths[index]) && (batch.Indices.Count * batch.Length <= budget || batch.Indices.Count == 1));
        });

    [Fact]
    public void Padding_is_traded_against_the_cost_of_a_batch()
    {
        int[] lengths = [40, 10, 10, 10, 10, 10, 10, 10];
        Assert.Equal([7, 1], Assert.Single(StepPlan.Create(lengths, 1, 4096, batchCost: 64).Batches).Select(batch => batch.Indices.Count)); // 110 positions and 2 batches
        Assert.Single(Assert.Single(StepPlan.Create(lengths, 1, 4096, batchCost: 1000).Batches));
    }

    [Fact]
    public void Replicas_get_the_same_work()
    {
        int[] lengths = [.. Enumerable.Range(5, 32)];
        var work = StepPlan.Create(lengths, 2, 4096, batchCost: 64).Batches.Select(batches => batches.Sum(batch => batch.Tokens)).ToArray();
        Assert.InRange((double)work[0] / work[1], 0.9, 1.1);
    }
}
