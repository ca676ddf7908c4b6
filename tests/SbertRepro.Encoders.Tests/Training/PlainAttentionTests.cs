using SbertRepro.Encoders.Training;
using SbertRepro.Encoders.Training.Objectives;
using Xunit;
using static TorchSharp.torch;

namespace SbertRepro.Encoders.Tests.Training;

[Collection(nameof(AloneInTheProcess))]
public sealed class PlainAttentionTests : IDisposable
{
    private readonly TemporaryFolder model = new();
    private readonly TemporaryFolder work = new();

    [Fact]
    public void The_fused_kernel_is_off_only_while_training_in_bfloat16_on_a_cpu()
    {
        using (var outer = PlainAttention.Where(CPU, ScalarType.BFloat16))
        {
            PlainAttention.Where(CPU, ScalarType.BFloat16)!.Dispose();
            Assert.NotNull(outer);
            Assert.False(backends.cuda.flash_sdp_enabled());
        }

        Assert.Null(PlainAttention.Where(CPU, ScalarType.Float32));
        Assert.True(backends.cuda.flash_sdp_enabled());
    }

    [Fact]
    public void Training_leaves_the_fused_kernel_to_others()
    {
        var rows = TrainingRows.Separate(ToyTask.Examples(16), ToyTask.Model(model), 64);
        using var tuning = new FineTuning(model.Path, rows, new SoftmaxClassification(Classes: 2), new FineTuningOptions { BatchSize = 8, Dropout = 0, Precision = Precision.BFloat16 });

        tuning.Run(work.Path);

        Assert.True(backends.cuda.flash_sdp_enabled());
    }

    [Fact]
    public void Plain_operators_and_the_fused_kernel_give_the_same_attention()
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = (rand(2, 4, 9, 16), rand(2, 4, 9, 16), rand(2, 4, 9, 16));
        var fused = Attend(ScalarType.BFloat16);
        using var plain = PlainAttention.Where(CPU, ScalarType.BFloat16);

        Assert.InRange((Attend(ScalarType.BFloat16) - fused).abs().max().item<float>(), 0, 0.01f); // values are 0 to 1, bfloat16 has 8 bits
        Assert.InRange((Attend(ScalarType.Float32) - fused).abs().max().item<float>(), 0, 0.01f);

        Tensor Attend(ScalarType type) => nn.functional.scaled_dot_product_attention(q.to(type), k.to(type), v.to(type)).to(ScalarType.Float32);
    }

    public void Dispose()
    {
        model.Dispose();
        work.Dispose();
    }
}
