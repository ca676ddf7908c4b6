using SbertRepro.Encoders.Native;
using SbertRepro.Encoders.Training.Objectives;
using Xunit;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Tests.Training;

public sealed class ObjectiveTests
{
    public ObjectiveTests() => LibTorch.Load();

    public static TheoryData<Concatenation, int, string> Table6() => new()
    {
        { Concatenations.Table6[0], 2, "(u, v)" },
        { Concatenations.Table6[1], 1, "(|u-v|)" },
        { Concatenations.Table6[2], 1, "(u*v)" },
        { Concatenations.Table6[3], 2, "(|u-v|, u*v)" },
        { Concatenations.Table6[4], 3, "(u, v, u*v)" },
        { Concatenations.Table6[5], 3, "(u, v, |u-v|)" },
        { Concatenations.Table6[6], 4, "(u, v, |u-v|, u*v)" },
    };

    [Theory]
    [MemberData(nameof(Table6))]
    public void Each_concatenation_has_its_width_and_carries_gradient_to_both_vectors(Concatenation concatenation, int parts, string text)
    {
        using var scope = NewDisposeScope();
        var (u, v) = (Vectors(1), Vectors(2));
        var objective = new SoftmaxClassification(concatenation);
        Assert.Equal(parts, concatenation.Parts());
        Assert.Equal(text, concatenation.Text());
        Assert.Equal([4, parts * 5], concatenation.Apply(u, v).shape);
        using var head = nn.Linear(objective.Inputs(5), objective.Outputs);
        objective.Loss([u, v], tensor(new float[] { 0, 1, 2, 0 }), head).backward();
        Assert.All(new[] { u, v, head.weight! }, tensor => Assert.True(tensor.grad!.abs().min().item<float>() > 0));
    }

    [Fact]
    public void Multiple_negatives_ranking_is_the_cross_entropy_of_scaled_cosines()
    {
        using var scope = NewDisposeScope();
        var (a, p) = (Vectors(1), Vectors(2));
        var expected = 0.0;
        for (var i = 0; i < 4; i++)
        {
            var scores = Enumerable.Range(0, 4).Select(j => 20 * Cosine(a[i], p[j])).ToArray();
            expected -= (scores[i] - Math.Log(scores.Sum(Math.Exp))) / 4;
        }

        Assert.Equal(expected, new MultipleNegativesRanking().Loss([a, p], zeros(4), null).item<float>(), 1e-4);
        var withHardNegatives = new MultipleNegativesRanking(HardNegatives: true).Loss([a, p, Vectors(3)], zeros(4), null).item<float>();
        Assert.True(withHardNegatives > expected, "more candidates, less probability for the right one");
    }

    [Fact]
    public void A_triplet_that_is_apart_by_more_than_the_margin_costs_nothing_and_equal_vectors_cost_the_margin()
    {
        using var scope = NewDisposeScope();
        var (a, far) = (zeros(1, 3).requires_grad_(), tensor(new float[] { 3, 4, 0 }, [1, 3]));
        Assert.Equal(0, new TripletMargin().Loss([a, a, far], zeros(1), null).item<float>());
        Assert.Equal(6, new TripletMargin().Loss([a, far, a], zeros(1), null).item<float>()); // 5 - 0 + 1
        var equal = new TripletMargin().Loss([a, a, a], zeros(1), null);
        Assert.Equal(1, equal.item<float>());
        equal.backward();
        Assert.True(a.grad!.isfinite().all().item<bool>(), "the norm's kink must not make NaN");
    }

    [Theory]
    [InlineData(PairLoss.BinaryCrossEntropy)]
    [InlineData(PairLoss.SquaredError)]
    public void Pair_regression_compares_the_sigmoid_of_the_logit_with_the_target(PairLoss loss)
    {
        using var scope = NewDisposeScope();
        using var head = nn.Linear(5, 1);
        var vectors = Vectors(1);
        var (probability, target) = (head.forward(vectors).sigmoid().squeeze(1), tensor(new[] { 0, 0.25f, 0.5f, 1 }));
        var expected = loss == PairLoss.SquaredError ? (probability - target).square().mean() : -((target * probability.log()) + ((1 - target) * (1 - probability).log())).mean();
        Assert.Equal(expected.item<float>(), new PairRegression(loss).Loss([vectors], target, head).item<float>(), 1e-6);
    }

    private static double Cosine(Tensor a, Tensor b) => nn.functional.cosine_similarity(a, b, 0).item<float>();

    private static Tensor Vectors(int seed)
    {
        using var generator = new Generator((ulong)seed);
        return empty(4, 5).normal_(0, 1, generator).requires_grad_();
    }
}
