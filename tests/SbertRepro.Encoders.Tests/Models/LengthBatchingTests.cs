using CsCheck;
using Xunit;

namespace SbertRepro.Encoders.Tests.Models;

public sealed class LengthBatchingTests
{
    [Fact]
    public void Every_item_is_in_exactly_one_batch_and_no_batch_exceeds_the_budget() =>
        Gen.Int[1, 200].Array[0, 300].Sample(lengths =>
        {
            var plan = LengthBatching.Plan(lengths, tokenBudget: 512);
            return plan.Batches.SelectMany(batch => batch.Indices).Order().SequenceEqual(Enumerable.Range(0, lengths.Length))
                && plan.Batches.All(batch => (long)batch.Indices.Count * batch.Length <= 512)
                && plan.Batches.All(batch => batch.Length == batch.Indices.Max(index => lengths[index]));
        });

    [Fact]
    public void A_run_of_one_length_that_fills_a_quarter_of_the_budget_is_not_padded()
    {
        var plan = LengthBatching.Plan([.. Enumerable.Repeat(8, 40), .. Enumerable.Repeat(9, 40)], tokenBudget: 1024);
        Assert.Equal(2, plan.Batches.Count);
        Assert.Equal(0, plan.PaddingWaste);
        Assert.All(plan.Batches, batch => Assert.False(batch.Padded));
    }

    [Fact]
    public void Padding_waste_of_the_input_order_counts_every_padded_position() =>
        Assert.Equal(1 - 12.0 / 20, LengthBatching.InInputOrder([2, 10], itemsPerBatch: 2).PaddingWaste, 1e-12);
}
