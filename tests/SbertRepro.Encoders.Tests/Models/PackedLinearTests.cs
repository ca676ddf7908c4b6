using SbertRepro.Encoders.Native;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Tests.Models;

public sealed class PackedLinearTests
{
    private const int Inputs = 64, Outputs = 128;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public void A_product_by_weights_in_blocks_is_the_linear_layer_whatever_the_number_of_rows(int rows)
    {
        using var scope = Open(ScalarType.Float32, out var packed, out var weight, out var bias);
        var (states, residual) = (randn(rows, Inputs), randn(rows, Outputs));
        var expected = nn.functional.linear(states, weight, bias);

        AssertClose(expected, packed.Apply(states), 1e-5);
        AssertClose(nn.functional.gelu(expected), packed.Gelu(states), 1e-5);
        AssertClose(expected + residual, packed.Plus(states, residual), 1e-5);
    }

    [Theory]
    [InlineData(24, 40)]
    [InlineData(64, 40)]
    [InlineData(40, 24)]
    [InlineData(312, 312)]
    [InlineData(312, 1200)]
    [InlineData(1200, 312)]
    public void Where_blocks_lose_outputs_the_weights_stay_plain(int inputs, int outputs)
    {
        LibTorch.Load();
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (weight, bias, states) = (randn(outputs, inputs), randn(outputs), randn(33, inputs));

        if (PackedLinear.Of(weight, bias) is { } packed) AssertClose(nn.functional.linear(states, weight, bias), packed.Apply(states), 1e-3);
    }

    [Fact]
    public void Batches_of_sentences_keep_their_shape()
    {
        using var scope = Open(ScalarType.Float32, out var packed, out _, out _);

        Assert.Equal([3, 5, Outputs], packed.Gelu(randn(3, 5, Inputs)).shape);
    }

    [Fact]
    public void In_bfloat16_a_product_is_rounded_once_where_gelu_after_linear_rounds_twice()
    {
        using var scope = Open(ScalarType.BFloat16, out var packed, out var weight, out var bias);
        var states = randn(64, Inputs).to(ScalarType.BFloat16);
        var exact = nn.functional.gelu(nn.functional.linear(states.to(float32), weight.to(float32), bias.to(float32)));

        Assert.True(IsRoundedOnce(packed.Gelu(states)));
        Assert.False(IsRoundedOnce(nn.functional.gelu(nn.functional.linear(states, weight, bias))));

        // Of 8 significant bits: off by at most 2^-8 of the number; the small absolute part is for float32 sums in another order.
        bool IsRoundedOnce(Tensor actual) => ((actual.to(float32) - exact).abs() <= (exact.abs() / 256) + 1e-5).all().item<bool>();
    }

    [Fact]
    public void A_packed_model_gives_the_states_of_the_plain_one()
    {
        LibTorch.Load();
        using var bert = BertCheckpoint.Random(BertConfig.Base with { Layers = 2, HiddenSize = 64, Heads = 4, IntermediateSize = 128, VocabularySize = 100 });
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var mask = ones(5, 9, dtype: ScalarType.Bool);
        mask[0, 6..] = false;
        var input = new BertInput(randint(0, 100, [5, 9]), mask);
        var plain = bert.forward(input, LayerSelection.Last);

        bert.Pack();

        AssertClose(plain, bert.forward(input, LayerSelection.Last), 1e-5);
    }

    [Fact]
    public void Products_leave_no_tensor_behind()
    {
        using var scope = Open(ScalarType.Float32, out var packed, out _, out _);
        var states = randn(2, Inputs);
        var before = LiveTensors.OfThisThread;

        for (var i = 0; i < 10; i++) packed.Apply(states).Dispose();

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    private static DisposeScope Open(ScalarType type, out PackedLinear packed, out Tensor weight, out Tensor bias)
    {
        LibTorch.Load();
        var scope = NewDisposeScope();
        manual_seed(1);
        (weight, bias) = (randn(Outputs, Inputs).to(type), randn(Outputs).to(type));
        packed = PackedLinear.Of(weight, bias)!;
        Assert.SkipWhen(packed is null && type == ScalarType.BFloat16, "libtorch multiplies bfloat16 in blocks only on processors with AVX-512 or AMX");
        Assert.NotNull(packed);
        return scope;
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance) =>
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, tolerance);
}
