using SbertRepro.Encoders.Native;
using Xunit;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Tests.Training;

public sealed class DropoutTests
{
    private static readonly BertConfig Small = new() { VocabularySize = 50, HiddenSize = 16, Layers = 2, Heads = 2, IntermediateSize = 32, MaxPositions = 32 };

    public DropoutTests() => LibTorch.Load();

    [Fact]
    public void Elements_are_dropped_at_the_rate_and_the_mean_is_kept()
    {
        using var scope = NewDisposeScope();
        using var source = new DropoutSource();
        using var dropout = new SeededDropout(0.1, source);
        source.Seed(1, CPU);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
        {
            var kept = dropout.forward(ones([100_000], type)).to(ScalarType.Float32);
            Assert.InRange(kept.eq(0).to(ScalarType.Float32).mean().item<float>(), 0.095, 0.105);
            Assert.InRange(kept.max().item<float>(), 1.107, 1.115);
        }
    }

    [Fact]
    public void Copies_on_parallel_threads_draw_what_their_seed_says()
    {
        float[] States(Bert bert, ulong seed)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            bert.Dropout.Seed(seed, CPU);
            return bert.forward(new BertInput(tensor(Enumerable.Range(0, 60).Select(id => (long)(id % 50)).ToArray(), [3, 20])), LayerSelection.Last).data<float>().ToArray();
        }

        var berts = Enumerable.Range(0, 2).Select(_ => BertCheckpoint.Random(Small, seed: 1)).ToArray();
        foreach (var bert in berts) bert.train();
        var (first, second) = (States(berts[0], 1), States(berts[0], 2));
        Assert.NotEqual(first, second);
        var together = new float[2][];
        for (var repetition = 0; repetition < 10; repetition++)
        {
            Parallel.For(0, 2, copy => together[copy] = States(berts[copy], (ulong)copy + 1));
            Assert.Equal(first, together[0]);
            Assert.Equal(second, together[1]);
        }

        foreach (var bert in berts) bert.eval();
        Assert.Equal(States(berts[0], 1), States(berts[0], 2));
        foreach (var bert in berts) bert.Dispose();
    }
}
